module peer

go 1.24

require github.com/go-playground/webhooks/v6 v6.4.0
