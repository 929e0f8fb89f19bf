package workspace

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Limits on what one model may pull in.
const (
	// MaxFiles is the most files that a model may be made of, without its platform models.
	MaxFiles = 200
	// MaxPlatforms is how deep platform models may extend one another.
	MaxPlatforms = 8
)

// beside is a path relative to the folder of the root file.
func (d *Document) beside(name string) string { return path.Join(path.Dir(d.root), name) }

// included are the paths that the files of a model include, as they are written.
func included(m *model.Model) []string {
	var out []string
	for _, s := range m.Include.Items {
		out = append(out, s.Value)
	}
	return out
}

// includePath is the file that a line of `include` names; ok is false where it leaves the folder of the model.
func (d *Document) includePath(name string) (file string, ok bool) { return includePath(d.root, name) }

func includePath(root, name string) (file string, ok bool) {
	if name == "" || path.IsAbs(name) || strings.Contains(name, `\`) || strings.Contains(name, ":") {
		return "", false
	}
	clean := path.Clean(name)
	if clean == ".." || strings.HasPrefix(clean, "../") || clean == "." {
		return "", false
	}
	return path.Join(path.Dir(root), clean), true
}

// Absent are the files that a model includes and that were not there to be read. They may come.
func (s *Snapshot) Absent() []string {
	var out []string
	for _, name := range included(s.own) {
		if file, ok := includePath(s.Files[0].Name, name); ok && s.File(file) == nil && !slices.Contains(out, file) {
			out = append(out, file)
		}
	}
	return out
}

// gather reads the files of a model: the root file, those that it or they include, and the layout. have gives files that
// need not be read; it may be nil. What cannot be read is left out, and told by missing.
func (d *Document) gather(root *syntax.File, have func(string) *syntax.File) []*syntax.File {
	files := []*syntax.File{root}
	add := func(name string) {
		if len(files) >= MaxFiles || slices.ContainsFunc(files, func(f *syntax.File) bool { return f.Name == name }) {
			return
		}
		if have != nil {
			if f := have(name); f != nil {
				files = append(files, f)
				return
			}
		}
		data, err := d.w.read(name)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				d.disk[name] = nil
			}
			return
		}
		d.remember(name, data)
		files = append(files, syntax.Parse(name, data))
	}
	for i := 0; i < len(files); i++ { // add grows it
		for _, name := range includesOf(files[i]) {
			if file, ok := d.includePath(name); ok {
				add(file)
			}
		}
	}
	add(d.beside(LayoutName))
	return files
}

// includesOf are the paths that one file includes.
func includesOf(f *syntax.File) []string {
	n := f.Root.Get("include")
	if n == nil {
		return nil
	}
	if n.Kind == syntax.Scalar {
		return []string{n.Value}
	}
	var out []string
	for _, item := range n.Items {
		if item.Kind == syntax.Scalar {
			out = append(out, item.Value)
		}
	}
	return out
}

// missing tells the includes that are not among the files.
func (d *Document) missing(s *Snapshot) []told {
	for _, item := range s.own.Include.Items {
		file, ok := d.includePath(item.Value)
		switch {
		case !ok:
			s.say(item.Node, "bad-include", "`"+item.Value+"` is not a file in the folder of the model",
				"write a path relative to "+RootName)
		case s.File(file) == nil && len(s.Files) >= MaxFiles:
			s.say(item.Node, "too-many-files", "the model is made of too many files", "")
		case s.File(file) == nil:
			s.say(item.Node, "missing-include", "the file `"+item.Value+"` cannot be read",
				"create it, or take the line away")
		}
	}
	return s.said
}

// platform is a platform model that a model extends, as it was read.
type platform struct {
	written string // the path in `extends`
	root    string // the path of its root file
	model   *model.Model
	problem told // why model is nil
}

// inherit makes the model that the text means, with what its platform models bring.
func (d *Document) inherit(prev, s *Snapshot) {
	s.Model = s.own
	if len(s.own.Extends) == 0 {
		return
	}
	for i, ext := range s.own.Extends {
		var p platform
		if prev != nil && i < len(prev.platforms) && prev.platforms[i].written == ext.Model.Value {
			p = prev.platforms[i]
		} else {
			p = d.w.platform(d.root, ext.Model.Value, []string{d.root})
		}
		s.platforms = append(s.platforms, p)
		if p.model == nil {
			s.say(ext.Model.Node, p.problem.d.Code, p.problem.d.Message, p.problem.d.Hint)
			continue
		}
		s.Model = model.Inherit(s.Model, p.model, ext)
	}
}

// platform reads the platform model that the file from names. trail are the models on the way to it.
func (w *Workspace) platform(from, written string, trail []string) platform {
	p := platform{written: written}
	refuse := func(code, message, hint string) platform {
		p.problem.d = syntax.Diagnostic{Code: code, Message: message, Hint: hint}
		return p
	}
	name := path.Join(path.Dir(from), written)
	if written == "" || path.IsAbs(written) {
		return refuse("bad-extends", "`"+written+"` is not a path relative to this file", "write the folder of the platform model")
	}
	data, err := w.read(name)
	if err != nil {
		name = path.Join(name, RootName)
		if data, err = w.read(name); err != nil {
			return refuse("missing-platform", "the platform model `"+written+"` cannot be read", "write its folder or file, relative to this file")
		}
	}
	p.root = name
	if slices.Contains(trail, name) {
		return refuse("platform-cycle", "the model extends itself: "+strings.Join(append(trail, name), " extends "), "take one `extends` away")
	}
	if len(trail) > MaxPlatforms {
		return refuse("platform-depth", "platform models extend one another too deeply", "")
	}
	d := &Document{w: w, root: name, disk: map[string]*string{}}
	s := &Snapshot{Files: d.gather(syntax.Parse(name, data), nil)}
	m := model.Decode(s.Files...)
	for _, ext := range m.Extends {
		inner := w.platform(name, ext.Model.Value, append(trail[:len(trail):len(trail)], name))
		if inner.model == nil {
			return refuse(inner.problem.d.Code, "in `"+written+"`: "+inner.problem.d.Message, inner.problem.d.Hint)
		}
		m = model.Inherit(m, inner.model, ext)
	}
	p.model = m
	return p
}
