//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package main

import (
	"errors"
	"net/url"

	"github.com/gomodule/oauth1/oauth"
)

func gomodule() {
	client := oauth.Client{
		Credentials:                   oauth.Credentials{Token: key, Secret: secret},
		TemporaryCredentialRequestURI: base + "/oauth/request_token",
		ResourceOwnerAuthorizationURI: base + "/oauth/authorize",
		TokenRequestURI:               base + "/oauth/access_token",
		RenewCredentialRequestURI:     base + "/oauth/renew_token",
	}
	obtained := func(flow string, err error) {
		var failure oauth.RequestCredentialsError
		errors.As(err, &failure)
		obtained(flow, err, failure.StatusCode, failure.Body)
	}
	temporary, err := client.RequestTemporaryCredentials(nil, callback, url.Values{"scope": {"read write"}})
	obtained("request token", err)
	token, extra, err := client.RequestToken(nil, temporary, verifier(client.AuthorizationURL(temporary, nil)))
	obtained("access token", err)
	response, err := client.Get(nil, token, base+"/api/me", values("QUERY"))
	called("get", response, err)
	response, err = client.Post(nil, token, base+"/api/form", values("FORM"))
	called("form", response, err)
	token, _, err = client.RenewRequestCredentials(nil, token, extra.Get("oauth_session_handle"))
	obtained("refresh", err)
	response, err = client.Get(nil, token, base+"/api/me", nil)
	called("refreshed get", response, err)
	response, err = client.Post(nil, token, base+"/oauth/revoke_token", nil)
	called("revoke", response, err)
	response, err = client.Get(nil, token, base+"/api/me", nil)
	called("revoked get", response, err)
}
