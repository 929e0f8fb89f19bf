module theriac.dev

go 1.26.0
