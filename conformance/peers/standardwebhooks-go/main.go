package main

import (
	"net/http"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

func main() {
	webhook, err := standardwebhooks.NewWebhook(secret())
	if err != nil {
		panic(err)
	}
	serve(func(request *http.Request, body []byte) error {
		return webhook.Verify(body, request.Header)
	})
}
