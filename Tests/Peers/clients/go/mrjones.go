//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package main

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/mrjones/oauth"
)

func mrjones() {
	consumer := oauth.NewConsumer(key, secret, oauth.ServiceProvider{
		RequestTokenUrl:   base + "/oauth/request_token",
		AuthorizeTokenUrl: base + "/oauth/authorize",
		AccessTokenUrl:    base + "/oauth/access_token",
		HttpMethod:        "POST",
	})
	obtained := func(flow string, err error) {
		var failure oauth.HTTPExecuteError
		errors.As(err, &failure)
		obtained(flow, err, failure.StatusCode, failure.ResponseBodyBytes)
	}
	send := func(flow string, token *oauth.AccessToken, method, path string, form url.Values) {
		client, err := consumer.MakeHttpClient(token)
		if err != nil {
			called(flow, nil, err)
		}
		request, err := http.NewRequest(method, base+path, strings.NewReader(form.Encode()))
		if err != nil {
			called(flow, nil, err)
		}
		if form != nil {
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		response, err := client.Do(request)
		// The library returns every status but success as an error.
		var failure oauth.HTTPExecuteError
		if errors.As(err, &failure) {
			say(map[string]any{"flow": flow, "status": failure.StatusCode, "body": string(failure.ResponseBodyBytes)})
			return
		}
		called(flow, response, err)
	}
	// Without a scope: the library sends additional parameters in the Authorization header, which is for the protocol's
	// parameters (RFC 5849 section 3.5.1). The provider rejects them there, as nothing looks for them in that place.
	temporary, page, err := consumer.GetRequestTokenAndUrl(callback)
	obtained("request token", err)
	token, err := consumer.AuthorizeToken(temporary, verifier(page))
	obtained("access token", err)
	send("get", token, "GET", "/api/me?"+values("QUERY").Encode(), nil)
	send("form", token, "POST", "/api/form", values("FORM"))
	token, err = consumer.RefreshToken(token)
	obtained("refresh", err)
	send("refreshed get", token, "GET", "/api/me", nil)
	send("revoke", token, "POST", "/oauth/revoke_token", nil)
	send("revoked get", token, "GET", "/api/me", nil)
}
