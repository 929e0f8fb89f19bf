package server_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"theriac.dev/server"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestOpenAPIIsTheOneOfTheClient holds the description of the API against the file that the TypeScript client is made
// from. Run with -update after a change, then make the client anew.
func TestOpenAPIIsTheOneOfTheClient(t *testing.T) {
	const golden = "../ui/openapi.json"
	s, err := server.New(t.Context(), server.Options{Folder: "../examples/infusion-pump", Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	got, err := s.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, got, "", "  "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	if *update {
		if err := os.WriteFile(golden, pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pretty.Bytes(), want) {
		t.Error("ui/openapi.json is not what the server says; run go test ./server -run OpenAPI -update and make the client anew")
	}
}
