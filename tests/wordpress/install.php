<?php
// Installs WordPress with an admin and the Akismet plugin, and lets comments that are no spam through at once.
define( 'WP_INSTALLING', true );
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_install( 'The Gazette', 'admin', 'admin@gazette.example', true, '', getenv( 'WORDPRESS_PASSWORD' ) );
update_option( 'comment_previously_approved', 0 );
update_option( 'comments_notify', 0 );
update_option( 'moderation_notify', 0 );
update_option( 'admin_email_lifespan', 0 );
$problem = activate_plugin( 'akismet/akismet.php' );
if ( is_wp_error( $problem ) ) {
	fwrite( STDERR, $problem->get_error_message() );
	exit( 1 );
}
