package server_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"theriac.dev/server"
)

var (
	requests = flag.Int("requests", 700, "how many random requests are made of the API's own description")
	seed     = flag.Uint64("seed", 7, "which random requests those are")
)

// TestRandomRequests makes requests from the API's own description: some that keep to it, some that break it. None may
// end in an error of the server, and every good answer must be what the description says.
func TestRandomRequests(t *testing.T) {
	t.Run("folder", func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "m")
		copyExample(t, "infusion-pump", folder)
		x := serve(t, server.Options{Folder: folder, Version: "test"})
		askAtRandom(t, x, x.person)
	})
	t.Run("database", func(t *testing.T) {
		x := serve(t, server.Options{Database: filepath.Join(t.TempDir(), "studio.db"), Version: "test"})
		if err := x.s.AddPerson(t.Context(), "owner", password, true); err != nil {
			t.Fatal(err)
		}
		p := signIn(t, x, "owner")
		want[server.Project](p, 201, http.MethodPost, "/projects", server.NewProject{Name: "m", From: server.ProjectFrom{Example: "infusion-pump"}})
		askAtRandom(t, x, p, "sign-out", "sign-in") // who goes out can ask nothing more
	})
}

func askAtRandom(t *testing.T, x *studio, p person, but ...string) {
	raw, err := x.s.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	f := &fuzzer{t: t, chance: rand.New(rand.NewPCG(*seed, 9)), answers: map[string]*jsonschema.Schema{}}
	decode(t, raw, &f.doc)
	f.compile(raw)
	f.ops = slices.DeleteFunc(f.ops, func(o operation) bool { return slices.Contains(but, o.id) })
	good, checked := map[string]int{}, 0
	for range *requests {
		op := f.ops[f.chance.IntN(len(f.ops))]
		method, path, body := f.request(op)
		status, head, answer := p.atTheirPace(method, path, body)
		if status >= 500 {
			t.Fatalf("%s %s %v: status %d: %s", method, path, body, status, answer)
		}
		if status < 300 {
			good[op.id]++
		}
		if schema := f.answers[fmt.Sprint(op.id, status)]; schema != nil && strings.HasPrefix(head.Get("Content-Type"), "application/json") {
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer))
			if err == nil {
				err = schema.Validate(value)
			}
			if err != nil {
				t.Fatalf("%s %s: the answer is not what the description says: %v\n%.2000s", method, path, err, answer)
			}
			checked++
		}
		if status >= 400 && (!strings.HasPrefix(head.Get("Content-Type"), "application/problem+json") || !json.Valid(answer)) && status != 404 && status != 405 {
			t.Fatalf("%s %s: an error that is no problem document: %d %s", method, path, status, answer)
		}
	}
	var s server.State
	_, _, answer := p.atTheirPace(http.MethodGet, "/projects/m/state", nil)
	if decode(t, answer, &s); s.Revision < 2 {
		t.Error("no random command was done")
	}
	if len(good) < len(f.ops)/2 || checked == 0 {
		t.Errorf("%d of %d operations had a good answer, %d were checked: the test looks at too little", len(good), len(f.ops), checked)
	}
	t.Logf("%d requests, %d answers checked, %d of %d operations with a good answer", *requests, checked, len(good), len(f.ops))
}

// atTheirPace asks again where it was too many at once: a quick machine asks more than the server answers.
func (p person) atTheirPace(method, path string, body any) (int, http.Header, []byte) {
	for {
		status, head, answer := p.ask(method, path, body)
		if status != http.StatusTooManyRequests || !bytes.Contains(answer, []byte(`"pace"`)) {
			return status, head, answer
		}
		time.Sleep(20 * time.Millisecond)
	}
}

type schema = map[string]any

// operation is one operation of the description.
type operation struct {
	id, method, path string
	params           []schema
	body             schema
}

type fuzzer struct {
	t       testing.TB
	chance  *rand.Rand
	doc     schema
	ops     []operation
	answers map[string]*jsonschema.Schema // by operation and status
}

// compile reads the operations and the schemas of their answers.
func (f *fuzzer) compile(raw []byte) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		f.t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("https://theriac.dev/openapi.json", doc); err != nil {
		f.t.Fatal(err)
	}
	paths := f.doc["paths"].(schema)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, method := range slices.Sorted(maps.Keys(paths[path].(schema))) {
			o := paths[path].(schema)[method].(schema)
			op := operation{id: o["operationId"].(string), method: strings.ToUpper(method), path: path}
			if list, ok := o["parameters"].([]any); ok {
				for _, p := range list {
					op.params = append(op.params, p.(schema))
				}
			}
			if b, ok := o["requestBody"].(schema); ok {
				op.body = b["content"].(schema)["application/json"].(schema)["schema"].(schema)
			}
			for status, r := range o["responses"].(schema) {
				content, _ := r.(schema)["content"].(schema)
				if content["application/json"] == nil {
					continue
				}
				escape := strings.NewReplacer("~", "~0", "/", "~1")
				at := "https://theriac.dev/openapi.json#/paths/" + url.PathEscape(escape.Replace(path)) + "/" + method + "/responses/" + status + "/content/application~1json/schema"
				compiled, err := c.Compile(at)
				if err != nil {
					f.t.Fatal(err)
				}
				f.answers[op.id+status] = compiled
			}
			f.ops = append(f.ops, op)
		}
	}
}

// words are what random texts are made of: much of it means something in the model.
var words = []string{"pcu", "wbm", "server", "f1", "f4", "z-core", "H1", "m", "theriac.yaml", "elements", "flows", "elements/pcu/name", "flows/f4/authentication",
	"forged-command@f4", "device", "default", "yes", "no", "", "../..", "\x00", "é", "<script>", "\"", "{", "- a: b", strings.Repeat("x", 300), "none", "name", "0", "-1", "1e99", "signed-data@f4"}

func (f *fuzzer) word() string { return words[f.chance.IntN(len(words))] }

// request makes a request of an operation: mostly as described, at times with something wrong in it.
func (f *fuzzer) request(op operation) (method, path string, body any) {
	path = op.path
	query := url.Values{}
	for _, p := range op.params {
		name := p["name"].(string)
		value := f.plain(p["schema"].(schema))
		switch {
		case name == "project" && f.chance.IntN(10) > 0:
			value = "m"
		case f.chance.IntN(8) == 0:
			value = f.word()
		}
		switch p["in"] {
		case "path":
			if value == "" || value == "." || value == ".." {
				value = "x"
			}
			path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
		case "query":
			if p["required"] == true || f.chance.IntN(2) == 0 {
				query.Set(name, value)
			}
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	if op.body == nil {
		return op.method, path, nil
	}
	value := f.value(op.body, 0)
	if m, ok := value.(schema); ok && op.id == "post-commands" {
		m["base"], m["key"] = 1+f.chance.IntN(3), newKey()
		if f.chance.IntN(2) == 0 { // a verb with all that it needs is rare
			element := []string{"pcu", "wbm", "server", "dock"}[f.chance.IntN(4)]
			m["commands"] = []any{schema{"verb": "set", "path": "elements/" + element + "/text", "value": f.word()}}
		}
	}
	data, err := json.Marshal(value)
	if err != nil {
		f.t.Fatal(err)
	}
	if f.chance.IntN(12) == 0 { // broken on its way
		data = data[:f.chance.IntN(len(data)+1)]
	}
	return op.method, path, string(data)
}

// plain is a value of a parameter as text.
func (f *fuzzer) plain(s schema) string {
	switch v := f.value(s, 0).(type) {
	case string:
		return v
	case []any:
		var list []string
		for _, x := range v {
			list = append(list, fmt.Sprint(x))
		}
		return strings.Join(list, ",")
	default:
		return fmt.Sprint(v)
	}
}

// value makes a value of a schema, and once in a while another one.
func (f *fuzzer) value(s schema, depth int) any {
	if ref, ok := s["$ref"].(string); ok {
		return f.value(f.doc["components"].(schema)["schemas"].(schema)[strings.TrimPrefix(ref, "#/components/schemas/")].(schema), depth)
	}
	if f.chance.IntN(40) == 0 {
		return []any{nil, "x", -1, 1.5, true, []any{}, schema{}, []any{nil}}[f.chance.IntN(8)]
	}
	if list, ok := s["enum"].([]any); ok {
		return list[f.chance.IntN(len(list))]
	}
	kind := s["type"]
	if list, ok := kind.([]any); ok {
		kind = list[0]
	}
	switch kind {
	case "integer":
		low, _ := s["minimum"].(float64)
		return int(low) + f.chance.IntN(20)
	case "number":
		return f.chance.Float64() * 3
	case "boolean":
		return f.chance.IntN(2) == 0
	case "array":
		out := []any{}
		for range f.chance.IntN(3) {
			out = append(out, f.value(s["items"].(schema), depth+1))
		}
		return out
	case "object":
		return f.object(s, depth)
	case "string":
		return f.word()
	}
	return []any{f.word(), f.word(), 7, []any{f.word()}, schema{"application": f.word()}}[f.chance.IntN(5)]
}

func (f *fuzzer) object(s schema, depth int) any {
	out := schema{}
	properties, _ := s["properties"].(schema)
	var required []any
	required, _ = s["required"].([]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if slices.Contains(required, any(name)) && f.chance.IntN(30) > 0 || f.chance.IntN(2) == 0 && depth < 6 {
			out[name] = f.value(properties[name].(schema), depth+1)
		}
	}
	if _, free := s["additionalProperties"].(schema); free || len(properties) == 0 {
		out["name"], out[f.word()] = f.word(), f.word()
	}
	return out
}

// TestMethodsThatAreNotThere asks for what the API does not have.
func TestMethodsThatAreNotThere(t *testing.T) {
	x := serveText(t, small)
	for _, c := range []struct {
		method, path string
		want         int
	}{{"PUT", "/projects", 405}, {"GET", "/nothing", 404}, {"DELETE", "/projects/m/state", 405}, {"POST", "/projects/m/commands", 422}} {
		var body any
		if c.method == http.MethodPost {
			body = "{}"
		}
		if got, _, data := x.ask(c.method, c.path, body); got != c.want {
			t.Errorf("%s %s: status %d, want %d: %s", c.method, c.path, got, c.want, data)
		}
	}
}
