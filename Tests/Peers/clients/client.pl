#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

# The whole flow with Net::OAuth and LWP. See ../clients.py for what it reads and prints.

use strict;
use warnings;
use utf8;

use Encode qw(decode);
use HTTP::Request;
use JSON::PP;
use LWP::UserAgent;
use Net::OAuth;
use Net::OAuth::AccessTokenResponse;
use URI;

$Net::OAuth::PROTOCOL_VERSION = Net::OAuth::PROTOCOL_VERSION_1_0A;
$| = 1;

# The library rejects parameters of responses that start with oauth_ and that it does not know: those of OAuth Session.
Net::OAuth::AccessTokenResponse->add_optional_message_params(qw(session_handle expires_in authorization_expires_in));

my $base  = $ENV{BASE};
my $agent = LWP::UserAgent->new(timeout => 60);
my $json  = JSON::PP->new->utf8;
my %fixed = (consumer_key => $ENV{KEY}, consumer_secret => $ENV{SECRET}, signature_method => 'HMAC-SHA1');

sub say_line { print $json->encode({@_}), "\n" }

# Sends a request of one of Net::OAuth's kinds, with its parameters in the header and the others in query or form.
sub send_signed {
    my ($flow, $kind, $method, $path, $extra, %parameters) = @_;
    my $signed = Net::OAuth->request($kind)->new(
        %fixed,
        request_url    => $base . $path,
        request_method => $method,
        timestamp      => time,
        nonce          => join('', map { sprintf '%x', rand 16 } 1 .. 20),
        extra_params   => $extra,
        %parameters,
    );
    $signed->sign;
    my $url = URI->new($base . $path);
    $url->query_form($extra) if $method eq 'GET' and %$extra;
    my $request = HTTP::Request->new($method, $url, [Authorization => $signed->to_authorization_header]);
    if ($method eq 'POST' and %$extra) {
        my $form = URI->new('http:');
        $form->query_form($extra);
        $request->content_type('application/x-www-form-urlencoded');
        $request->content($form->query);
    }
    $request->content_length(length $request->content) if $method eq 'POST';
    my $response = $agent->request($request);
    say_line(flow => $flow, status => 0 + $response->code, body => decode('UTF-8', $response->content));
    return $response;
}

# The token of a response, or the end.
sub token_in {
    my ($kind, $response) = @_;
    exit 1 unless $response->is_success;
    return Net::OAuth->response($kind)->from_post_body($response->content);
}

my $request = token_in(
    'request token',
    send_signed(
        'request token', 'request token', 'POST', '/oauth/request_token', { scope => 'read write' },
        callback => $ENV{CALLBACK}
    )
);
say_line(authorize => "$base/oauth/authorize?oauth_token=" . $request->token);
chomp(my $line = <STDIN>);
my %callback = URI->new($line)->query_form;

my $token = token_in(
    'access token',
    send_signed(
        'access token', 'access token', 'POST', '/oauth/access_token', {},
        token => $request->token, token_secret => $request->token_secret, verifier => $callback{oauth_verifier}
    )
);
my @token = (token => $token->token, token_secret => $token->token_secret);
my ($query, $form) = map { $json->decode($_) } @ENV{qw(QUERY FORM)};
send_signed('get', 'protected resource', 'GET', '/api/me', $query, @token);
send_signed('form', 'protected resource', 'POST', '/api/form', $form, @token);

# Net::OAuth has this one in the protocol's first version.
$Net::OAuth::PROTOCOL_VERSION = Net::OAuth::PROTOCOL_VERSION_1_0;
$token = token_in(
    'access token',
    send_signed(
        'refresh', 'yahoo access token refresh', 'POST', '/oauth/renew_token', {}, @token,
        session_handle => $token->session_handle
    )
);
@token = (token => $token->token, token_secret => $token->token_secret);
send_signed('refreshed get', 'protected resource', 'GET',  '/api/me',             {}, @token);
send_signed('revoke',        'protected resource', 'POST', '/oauth/revoke_token', {}, @token);
send_signed('revoked get',   'protected resource', 'GET',  '/api/me',             {}, @token);
