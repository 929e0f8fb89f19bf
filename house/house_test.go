// Package house guards the shape of the project: which way imports point, how long files and functions get, what is
// linked into the binary and under which licence. It has no code of its own, only tests.
package house

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// floors says how high each package stands. An import must point to a lower floor.
var floors = map[string]int{
	"syntax": 1, "risk": 1, "cover": 1, "tree": 1, "store": 1, "ui": 1, "examples": 1, "model": 2, "library": 3, "advisory": 3, "interop": 3, "foreign": 3,
	"engine": 4, "workspace": 5, "attack": 5, "goals": 6, "report": 7, "diagram": 8, "server": 9, "cmd/theriac": 10, "house": 11,
}

// tools are programs for developers. They may import anything and nothing imports them.
const tools = "tools/"

// pure are the packages that must not reach the world outside, and what that means in imports.
var (
	pure      = []string{"syntax", "risk", "cover", "tree", "model", "library", "advisory", "interop", "foreign", "engine", "attack", "goals", "examples"}
	worldly   = []string{"os", "os/exec", "net", "net/http", "time", "syscall", "math/rand", "math/rand/v2"}
	exemption = map[string]string{"model time": "dates are parsed, the clock is not read"}
)

const root = ".."

type pkg struct {
	ImportPath, Name, Doc, Dir string
	GoFiles, Imports           []string
	Standard                   bool
	Module                     *struct{ Path, Version, Dir string }
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range list(t, "./...") {
		from := short(p.ImportPath)
		if strings.HasPrefix(from, tools) {
			continue
		}
		floor, known := floors[from]
		if !known {
			t.Errorf("package %s has no floor: give it one in house_test.go and a line in ARCHITECTURE.md", from)
		}
		for _, imp := range p.Imports {
			to := short(imp)
			if to == imp {
				continue
			}
			if floors[to] >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d): imports point down", from, floor, to, floors[to])
			}
		}
	}
}

func TestPurePackagesTouchNothing(t *testing.T) {
	for _, p := range list(t, "./...") {
		from := short(p.ImportPath)
		if !slices.Contains(pure, from) {
			continue
		}
		for _, imp := range p.Imports {
			if slices.Contains(worldly, imp) && exemption[from+" "+imp] == "" {
				t.Errorf("%s imports %s: it must not touch files, clock, network or chance", from, imp)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range list(t, "./...") {
		if len(p.GoFiles) > 0 && len(p.Doc) < 30 {
			t.Errorf("package %s has no package comment that teaches", p.ImportPath)
		}
	}
}

func TestNoCgoInTheBinary(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{if .CgoFiles}}{{.ImportPath}}{{end}}", "./cmd/theriac")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if s := strings.TrimSpace(string(out)); s != "" {
		t.Errorf("cgo in the binary: %s", s)
	}
}

// TestLicencesArePermissive reads the licence file of every module that is linked into the binary.
func TestLicencesArePermissive(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range list(t, "-deps", "./cmd/theriac") {
		if p.Standard || p.Module == nil || p.Module.Path == "theriac.dev" || seen[p.Module.Path] {
			continue
		}
		seen[p.Module.Path] = true
		if kind := licence(p.Module.Dir); kind == "" {
			t.Errorf("module %s %s: no permissive licence recognised in %s", p.Module.Path, p.Module.Version, p.Module.Dir)
		}
	}
	if len(seen) == 0 {
		t.Error("no modules found: the check looked at nothing")
	}
}

// licence names the permissive licence of a module, or says "" where it is none that we know.
func licence(dir string) string {
	marks := []struct{ kind, text string }{
		{"Apache-2.0", "apache license version 2.0"},
		{"MIT", "permission is hereby granted, free of charge"},
		{"BSD", "redistribution and use in source and binary forms"},
		{"ISC", "permission to use, copy, modify, and/or distribute this software"},
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		if !strings.HasPrefix(name, "licen") && !strings.HasPrefix(name, "copying") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			continue
		}
		text := strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(string(b)), " ")), "license, version", "license version")
		for _, m := range marks {
			if strings.Contains(text, m.text) {
				return m.kind
			}
		}
	}
	return ""
}

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	eachFile(t, func(path string, src []byte) {
		if n := bytes.Count(src, []byte("\n")); n > 800 {
			t.Errorf("%s has %d lines; 800 is the most", path, n)
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, src, 0)
		if err != nil {
			t.Error(err)
			return
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line; n > 100 {
				t.Errorf("%s: function %s has %d lines; 100 is the most", path, fn.Name.Name, n)
			}
		}
	})
}

func TestNoInit(t *testing.T) {
	eachFile(t, func(path string, src []byte) {
		s := bufio.NewScanner(bytes.NewReader(src))
		s.Buffer(nil, 1<<20)
		for n := 1; s.Scan(); n++ {
			if strings.HasPrefix(s.Text(), "func init()") {
				t.Errorf("%s:%d: func init: lists are written down, nothing registers itself", path, n)
			}
		}
	})
}

func TestNoGoFileInTheRoot(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) > 0 {
		t.Errorf("the root folder is the table of contents, it holds no Go files: %v", files)
	}
}

// eachFile calls fn with every Go file that people write and that is not a test.
func eachFile(t *testing.T, fn func(path string, src []byte)) {
	t.Helper()
	count := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "testdata" || d.Name() == "bin" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if bytes.Contains(src[:min(len(src), 200)], []byte("Code generated")) {
			return nil
		}
		count++
		fn(path, src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count == 0 {
		t.Fatal("no Go files found: the check looked at nothing")
	}
}

func list(t *testing.T, args ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json"}, args...)...)
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(fmt.Errorf("go list: %w", err))
	}
	var pkgs []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
	return pkgs
}

func short(path string) string { return strings.TrimPrefix(path, "theriac.dev/") }
