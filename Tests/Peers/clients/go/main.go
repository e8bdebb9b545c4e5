//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// The whole flow with one of Go's libraries, which is the argument. See ../../clients.py for what it reads and prints.
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
)

var (
	base     = os.Getenv("BASE")
	key      = os.Getenv("KEY")
	secret   = os.Getenv("SECRET")
	callback = os.Getenv("CALLBACK")
)

func say(line map[string]any) {
	if err := json.NewEncoder(os.Stdout).Encode(line); err != nil {
		log.Fatal(err)
	}
}

// The pairs of a variable of the environment.
func values(name string) url.Values {
	var pairs map[string]string
	if err := json.Unmarshal([]byte(os.Getenv(name)), &pairs); err != nil {
		log.Fatal(err)
	}
	values := url.Values{}
	for name, value := range pairs {
		values.Set(name, value)
	}
	return values
}

// Reports a call that gives a token, and ends the program if it failed. The status is 0 for errors that have none.
func obtained(flow string, err error, status int, body []byte) {
	if err == nil {
		say(map[string]any{"flow": flow, "status": 200, "body": ""})
		return
	}
	if status == 0 {
		body = []byte(err.Error())
	}
	say(map[string]any{"flow": flow, "status": status, "body": string(body)})
	os.Exit(1)
}

func called(flow string, response *http.Response, err error) {
	if err != nil {
		log.Fatal(flow, ": ", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(flow, ": ", err)
	}
	say(map[string]any{"flow": flow, "status": response.StatusCode, "body": string(body)})
}

// Has the user asked, and returns the verifier.
func verifier(page string) string {
	say(map[string]any{"authorize": page})
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		log.Fatal(err)
	}
	address, err := url.Parse(line[:len(line)-1])
	if err != nil {
		log.Fatal(err)
	}
	return address.Query().Get("oauth_verifier")
}

func main() {
	switch os.Args[1] {
	case "gomodule":
		gomodule()
	case "mrjones":
		mrjones()
	}
}
