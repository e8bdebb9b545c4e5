<?php
#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

# The whole flow with PHP's OAuth extension (PECL oauth). See ../clients.py for what it reads and prints.

$base = getenv('BASE');

function say(array $line): void
{
    echo json_encode($line, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
}

function call(OAuth $oauth, string $flow, callable $request): mixed
{
    try {
        $result = $request();
        say(['flow' => $flow, 'status' => $oauth->getLastResponseInfo()['http_code'] ?? 0, 'body' => $oauth->getLastResponse()]);
        return $result;
    } catch (OAuthException $error) {
        say(['flow' => $flow, 'status' => $error->getCode(), 'body' => (string) ($error->lastResponse ?? $error->getMessage())]);
        return false;
    }
}

$oauth = new OAuth(getenv('KEY'), getenv('SECRET'), OAUTH_SIG_METHOD_HMACSHA1, OAUTH_AUTH_TYPE_AUTHORIZATION);
$token = call($oauth, 'request token', fn() => $oauth->getRequestToken("$base/oauth/request_token?scope=read%20write", getenv('CALLBACK')));
if (!$token) {
    exit(1);
}
say(['authorize' => "$base/oauth/authorize?oauth_token=" . urlencode($token['oauth_token'])]);
parse_str(parse_url(trim(fgets(STDIN)), PHP_URL_QUERY), $callback);

$oauth->setToken($token['oauth_token'], $token['oauth_token_secret']);
$token = call($oauth, 'access token', fn() => $oauth->getAccessToken("$base/oauth/access_token", '', $callback['oauth_verifier']));
if (!$token) {
    exit(1);
}
$oauth->setToken($token['oauth_token'], $token['oauth_token_secret']);
$query = json_decode(getenv('QUERY'), true);
$form = json_decode(getenv('FORM'), true);
call($oauth, 'get', fn() => $oauth->fetch("$base/api/me?" . http_build_query($query, '', '&', PHP_QUERY_RFC3986)));
call($oauth, 'form', fn() => $oauth->fetch("$base/api/form", $form, OAUTH_HTTP_METHOD_POST));

# The endpoint's response replaces the token; the session handle goes with the old one.
$token = call($oauth, 'refresh', fn() => $oauth->getAccessToken("$base/oauth/renew_token", $token['oauth_session_handle']));
if (!$token) {
    exit(1);
}
$oauth->setToken($token['oauth_token'], $token['oauth_token_secret']);
call($oauth, 'refreshed get', fn() => $oauth->fetch("$base/api/me"));
call($oauth, 'revoke', fn() => $oauth->fetch("$base/oauth/revoke_token", [], OAUTH_HTTP_METHOD_POST));
call($oauth, 'revoked get', fn() => $oauth->fetch("$base/api/me"));
