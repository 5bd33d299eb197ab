package main

import (
	"net/http"
	"os"

	"peer/verifier"
)

func main() {
	var scheme verifier.Verifier = verifier.NewGithubVerifier(secret())
	if os.Getenv("SCHEME") == "shopify" {
		scheme = verifier.NewShopifyVerifier(secret())
	}
	serve(func(request *http.Request, body []byte) error {
		return scheme.VerifyRequest(request, body)
	})
}
