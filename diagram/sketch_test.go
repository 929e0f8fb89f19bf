package diagram_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	. "theriac.dev/diagram"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	draw   = flag.String("draw", "", "folder to write the drawn diagrams to, to look at")
)

// look writes a scene as SVG and PNG where the flag -draw asks for it.
func look(t *testing.T, name string, s *Scene) {
	t.Helper()
	if *draw == "" {
		return
	}
	var svg, png bytes.Buffer
	if err := errors.Join(s.WriteSVG(&svg, Light()), s.WritePNG(&png, Light(), 1.5)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(*draw, name+".svg"), svg.Bytes(), 0o644), os.WriteFile(filepath.Join(*draw, name+".png"), png.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

var sketchField = regexp.MustCompile(`(\w+): ("[^"]*"|\[[^\]]*\]|[^,}]*)`)

// sketches reads the device sketches beside the checkout as graphs. They are not part of the project, so that tests that
// want more than their own models skip without them.
func sketches(t testing.TB) map[string]*Graph {
	t.Helper()
	files, _ := filepath.Glob("../../shared/domain/models/*.yaml")
	if len(files) == 0 {
		t.Skip("no sketches beside the checkout: only the project's own models are drawn")
	}
	all := map[string]*Graph{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(f), ".yaml")] = readSketch(string(b))
	}
	return all
}

func readSketch(text string) *Graph {
	g := &Graph{}
	zones, nodes := map[string]int{}, map[string]int{}
	section := ""
	for line := range strings.Lines(text) {
		if line[0] != ' ' {
			section, _, _ = strings.Cut(line, ":")
			if section == "name" {
				g.Title = strings.TrimSpace(line[6:])
			}
			continue
		}
		f := map[string]string{}
		for _, m := range sketchField.FindAllStringSubmatch(line, -1) {
			f[m[1]] = strings.Trim(strings.TrimSpace(m[2]), `"`)
		}
		switch section {
		case "zones":
			trust, _ := strconv.Atoi(f["trust"])
			zones[f["id"]] = len(g.Zones)
			g.Zones = append(g.Zones, Zone{ID: f["id"], Name: f["name"], In: -1, Trust: trust})
		case "elements":
			shape := Shape(f["type"])
			if strings.HasPrefix(f["tech"], "human") {
				shape = Human
			}
			nodes[f["id"]] = len(g.Nodes)
			g.Nodes = append(g.Nodes, Node{ID: f["id"], Name: f["id"], Note: f["tech"], Shape: shape, Zone: zones[f["zone"]]})
		case "flows":
			e := Edge{ID: f["id"], From: nodes[f["from"]], To: nodes[f["to"]], Name: f["data"], Detail: f["proto"], Guard: "auth " + f["auth"] + " · enc " + f["enc"]}
			switch {
			case strings.HasPrefix(f["auth"], "none"), strings.HasPrefix(f["enc"], "none"):
				e.Protection = Absent
			case !strings.Contains(f["enc"], "mixed"):
				e.Protection = Stated
			}
			g.Edges = append(g.Edges, e)
		}
	}
	return g
}
