#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

# The whole flow with the oauth gem. See ../clients.py for what it reads and prints.

require 'json'
require 'oauth'

$stdout.sync = true

def say(line)
  puts JSON.generate(line)
end

def call(flow)
  response = yield
  say('flow' => flow, 'status' => response.code.to_i, 'body' => response.body.to_s.dup.force_encoding('UTF-8'))
end

# The token that a call returns, which raises for every status but success.
def obtain(flow)
  token = yield
  say('flow' => flow, 'status' => 200, 'body' => '')
  token
rescue OAuth::Unauthorized => error
  say('flow' => flow, 'status' => error.request.code.to_i, 'body' => error.request.body.to_s)
  exit 1
end

consumer = OAuth::Consumer.new(
  ENV['KEY'], ENV['SECRET'],
  site: ENV['BASE'],
  request_token_path: '/oauth/request_token',
  authorize_path: '/oauth/authorize',
  access_token_path: '/oauth/access_token',
  realm: 'photos'
)
request = obtain('request token') do
  consumer.get_request_token({ oauth_callback: ENV['CALLBACK'] }, { 'scope' => 'read write' })
end
abort 'the callback was not confirmed' unless request.callback_confirmed?
say('authorize' => request.authorize_url)
callback = URI.decode_www_form(URI.parse($stdin.gets.strip).query).to_h

token = obtain('access token') { request.get_access_token(oauth_verifier: callback['oauth_verifier']) }
query = JSON.parse(ENV['QUERY'])
form = JSON.parse(ENV['FORM'])
call('get') { token.get("/api/me?#{query.map { |name, value| "#{OAuth::Helper.escape(name)}=#{OAuth::Helper.escape(value)}" }.join('&')}") }
call('form') { token.post('/api/form', form) }

token = obtain('refresh') do
  response = consumer.token_request(
    :post, '/oauth/renew_token', token, { oauth_session_handle: token.params[:oauth_session_handle] }
  )
  OAuth::AccessToken.from_hash(consumer, response)
end
call('refreshed get') { token.get('/api/me') }
call('revoke') { token.post('/oauth/revoke_token') }
call('revoked get') { token.get('/api/me') }
