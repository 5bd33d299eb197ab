package main

import (
	"net/http"

	"github.com/google/go-github/v75/github"
)

func main() {
	key := []byte(secret())
	serve(func(request *http.Request, body []byte) error {
		_, err := github.ValidatePayload(request, key)
		return err
	})
}
