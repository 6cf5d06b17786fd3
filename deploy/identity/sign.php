<?php
// Signs an identity token (HS256) with which a website vouches for the author of a reply. PHP 8, no library.
//
//   IDENTITY_SECRET=… php sign.php k1 gazette https://gazette.example/2026/bridge user-42 "Ana"

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/**
 * @param string $secret  What "moderation identity-keys add" showed. Its bytes are the key, as they are.
 * @param string $kid     The name of that key.
 * @param string $site    The id of the site.
 * @param string $page    The page.id you send with the reply, or its page.url where you send no id.
 * @param string $subject Who the author is on your website: always the same for the same person. A text, not a number.
 */
function identity_token(string $secret, string $kid, string $site, string $page, string $subject, ?string $name = null): string
{
    $header = ['alg' => 'HS256', 'typ' => 'JWT', 'kid' => $kid];
    $claims = ['sub' => $subject, 'aud' => $site, 'page' => $page, 'iat' => time(), 'exp' => time() + 3600];
    if ($name !== null) {
        $claims['name'] = $name;
    }

    $input = base64url(json_encode($header, JSON_THROW_ON_ERROR)) . '.' . base64url(json_encode($claims, JSON_THROW_ON_ERROR));
    return $input . '.' . base64url(hash_hmac('sha256', $input, $secret, true));
}

if (isset($argv) && realpath($argv[0]) === __FILE__) {
    echo identity_token(getenv('IDENTITY_SECRET'), $argv[1], $argv[2], $argv[3], $argv[4], $argv[5] ?? null), "\n";
}
