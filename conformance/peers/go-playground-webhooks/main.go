package main

import (
	"net/http"

	"github.com/go-playground/webhooks/v6/github"
)

func main() {
	hook, err := github.New(github.Options.Secret(secret()))
	if err != nil {
		panic(err)
	}
	serve(func(request *http.Request, body []byte) error {
		_, err := hook.Parse(request, github.PushEvent, github.PingEvent)
		return err
	})
}
