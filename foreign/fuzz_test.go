package foreign_test

import (
	"strings"
	"testing"

	"theriac.dev/foreign"
)

// FuzzRead holds for any bytes and every format that reading ends without a panic, with an error that says something or with a
// model that is formatted and without errors, and with an account that adds up.
func FuzzRead(f *testing.F) {
	formats := foreign.Formats()
	for name, data := range samples(f) {
		for i, format := range formats {
			if strings.Contains(name, "/"+format.ID+"/") {
				f.Add(data, uint8(i))
			}
		}
	}
	for _, s := range []string{"", "{", "[]", "{}", "<", "<a/>", "a: &a [*a]", "x: 1", `{"detail":{"diagrams":[{"cells":[{"data":{"type":"tm.Flow"}}]}]}}`,
		`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><mxfile>&a;</mxfile>`, "technical_assets: {A: {id: a, communication_links: {L: {target: a}}}}",
		`<mxGraphModel><root><mxCell id="a" parent="b" vertex="1"/><mxCell id="b" parent="a" vertex="1"/></root></mxGraphModel>`} {
		for i := range formats {
			f.Add([]byte(s), uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		as := ""
		if int(which) < len(formats) {
			as = formats[which].ID
		}
		im, err := foreign.Read("a file", data, as)
		if err != nil {
			if len(err.Error()) < 10 {
				t.Errorf("an error that says nothing: %q", err)
			}
			return
		}
		addsUp(t, im)
		sound(t, im, nil)
	})
}

// TestHostileFiles holds that files which want to be large, deep, or to reach out are refused or read within bounds.
func TestHostileFiles(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 8) + "*" + string(c-1) + "]\n"
	}
	for _, x := range []struct{ name, text, as, want string }{
		{"deep JSON", `{"summary":{},"detail":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, "threat-dragon", "nested more than"},
		{"deep YAML", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "threagile", "nested more than"},
		{"deep XML", "<ThreatModel>" + strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000) + "</ThreatModel>", "tm7", "too deep"},
		{"bomb of aliases", bomb, "threagile", ""},
		{"external entity", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><ThreatModel>&a;</ThreatModel>`, "tm7", "document type"},
		{"too many things", `{"summary":{"title":"x"},"detail":{"diagrams":[{"cells":[` + strings.TrimSuffix(strings.Repeat(`{"data":{"type":"tm.Process","name":"p"}},`, 20_001), ",") + `]}]}}`, "", "more than 20000 things"},
		{"ZIP", "PK\x03\x04....", "", "ZIP archive"},
		{"empty", " \n", "", "empty"},
		{"unknown format", "{}", "nonsense", "is not known"},
		{"page that is not packed", `<mxfile><diagram name="x">!!!</diagram></mxfile>`, "", "base64"},
		{"library of shapes", `<mxlibrary>[]</mxlibrary>`, "", "library of shapes"},
		{"no diagrams", `{"summary":{"title":"x"},"detail":{}}`, "", "expected a list `diagrams`"},
		{"misspelt keys", `{"version":"2.1.3","summary":{"titled":"x"},"details":{}}`, "", "`detail` is missing"},
		{"template", `<KnowledgeBase/>`, "", "template of the Threat Modeling Tool"},
		{"split model", "threagile_version: 1.0.0\nincludes: [a.yaml, b.yaml]\n", "", "split into 3 files"},
	} {
		_, err := foreign.Read("file", []byte(x.text), x.as)
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: got %v, want an error with %q", x.name, err, x.want)
		}
	}
}

// TestErrorsSayWhere holds that an error names the file, the line and the column where the format has them.
func TestErrorsSayWhere(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"{\"summary\": {},\n \"detail\": x}", "m.json:2:12: this is not JSON"},
		{"<mxfile>\n  <diagram>\n</mxfile>", "m.json:3:10: this is not XML"},
	} {
		_, err := foreign.Read("m.json", []byte(x.text), "")
		if err == nil || !strings.HasPrefix(err.Error(), x.want) {
			t.Errorf("got %v, want %s", err, x.want)
		}
	}
	if _, err := foreign.Read("m.otm", []byte("name: x"), ""); err == nil || !strings.Contains(err.Error(), "no Open Threat Model: expected `otmVersion`") {
		t.Errorf("the name of a file does not help: %v", err)
	}
	if _, err := foreign.Read("m.yaml", []byte("a: 1\nb: [\nc: d"), ""); err == nil || !strings.HasPrefix(err.Error(), "m.yaml:4:1: this is not YAML: ") {
		t.Errorf("an error in YAML does not say its line: %v", err)
	}
}
