// What each wrapper in Go stands on: a server on 127.0.0.1:$PORT that hands a request to the library.
package main

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
)

func secret() string {
	text, err := os.ReadFile(os.Getenv("SECRET_FILE"))
	if err != nil {
		log.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// verify gets a POST with its whole body: nil is answered 200, an error 400, a panic 500.
func serve(verify func(request *http.Request, body []byte) error) {
	handler := func(response http.ResponseWriter, request *http.Request) {
		defer func() {
			if unexpected := recover(); unexpected != nil {
				response.WriteHeader(500)
			}
		}()
		body, err := io.ReadAll(request.Body)
		if err != nil {
			response.WriteHeader(400)
			return
		}
		if request.Method != http.MethodPost {
			response.WriteHeader(405)
			return
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
		if err := verify(request, body); err != nil {
			response.WriteHeader(400)
		}
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), http.HandlerFunc(handler)))
}
