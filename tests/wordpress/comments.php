<?php
// Writes what WordPress made of its comments, one line of JSON for each.
require __DIR__ . '/wp-load.php';
foreach ( get_comments( array( 'status' => 'any', 'orderby' => 'comment_ID', 'order' => 'ASC' ) ) as $comment ) {
	echo wp_json_encode(
		array(
			'id'      => (int) $comment->comment_ID,
			'author'  => $comment->comment_author,
			'status'  => wp_get_comment_status( $comment ),
			'akismet' => get_comment_meta( $comment->comment_ID, 'akismet_result', true ),
			'error'   => get_comment_meta( $comment->comment_ID, 'akismet_error', true ),
		)
	) . "\n";
}
