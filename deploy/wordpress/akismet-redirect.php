<?php
/**
 * Plugin Name: Moderation for Akismet
 * Description: Sends what the Akismet plugin asks to your own moderation service instead of akismet.com. Put this file into wp-content/mu-plugins and define MODERATION_BASE in wp-config.php.
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Where a request for Akismet goes. Null for every other request.
 *
 * Old versions of the plugin put the key in front of the host; the service takes it from the query as well.
 */
function moderation_akismet_target( $url ) {
	$parts = wp_parse_url( $url );
	$host  = strtolower( $parts['host'] ?? '' );
	if ( 'rest.akismet.com' !== $host && '.rest.akismet.com' !== substr( $host, -17 ) ) {
		return null;
	}

	parse_str( $parts['query'] ?? '', $query );
	if ( 'rest.akismet.com' !== $host && empty( $query['api_key'] ) ) {
		$query['api_key'] = substr( $host, 0, -17 );
	}

	return ( $parts['path'] ?? '/' ) . ( $query ? '?' . http_build_query( $query ) : '' );
}

add_filter(
	'pre_http_request',
	function ( $answer, $request, $url ) {
		$target = moderation_akismet_target( $url );
		if ( null === $target ) {
			return $answer;
		}

		// Without an address of yours nothing is sent anywhere: the plugin holds the comment, as when its service is down.
		if ( ! defined( 'MODERATION_BASE' ) || ! MODERATION_BASE ) {
			return new WP_Error( 'moderation_base', 'MODERATION_BASE is not defined in wp-config.php.' );
		}

		// The plugin names the old host itself. Whatever it falls back to, the address stays the one that you defined: never plain HTTP because of one failure.
		foreach ( array_keys( (array) $request['headers'] ) as $name ) {
			if ( 'host' === strtolower( $name ) ) {
				unset( $request['headers'][ $name ] );
			}
		}

		return wp_remote_request( rtrim( MODERATION_BASE, '/' ) . $target, $request );
	},
	10,
	3
);
