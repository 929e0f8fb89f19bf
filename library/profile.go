package library

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"theriac.dev/syntax"
)

// Profile says how the traits of a device make it susceptible, and what follows. It is data of packs: profile/traits.yaml,
// profile/ratings.yaml, profile/depths.yaml and profile/packs.yaml. The words of its conditions are those of a library.
type Profile struct {
	Traits  []ProfileTrait
	Ratings []ProfileRating // the worst first
	Depths  []ProfileDepth
	Packs   []ProfilePack
	// Diagnostics are the problems found while reading.
	Diagnostics []syntax.Diagnostic
}

// ProfileTrait is one of the traits.
type ProfileTrait struct {
	// ID is the key of the trait in a model.
	ID, Title string
	// Ask is the question that is asked where it is not known.
	Ask string
	// Levels are what it can add, the worst first. The first that may hold counts.
	Levels []ProfileLevel
}

// ProfileLevel is how much a trait adds to the susceptibility.
type ProfileLevel struct {
	// ID is a word of an ordinal scale: high, medium, low.
	ID      string
	When    *Condition
	Because string
}

// ProfileRating is a rating of the whole device.
type ProfileRating struct {
	ID, Title string
	When      *Condition
	Because   string
	// Depth is the depth of review that it asks for.
	Depth string
}

// ProfileDepth is a depth of review: who looks, at what, how often.
type ProfileDepth struct {
	ID, Title, Text string
	Do              []string
	// Renew says when the review is due again.
	Renew string
}

// ProfilePack is a pack to use where a condition may hold.
type ProfilePack struct {
	ID      string
	When    *Condition
	Because string
}

// profileLevels are the words for what a trait adds, the worst first.
var profileLevels = []string{"high", "medium", "low"}

// Profile reads what the sources say about profiles. A source without a folder profile says nothing.
func (l *Library) Profile(sources ...Source) (*Profile, error) {
	p := &profileReader{lib: l, out: &Profile{}}
	parts := []struct {
		name string
		read func(*decoder, string, *syntax.Node, *syntax.Node)
	}{{"traits", p.trait}, {"ratings", p.rating}, {"depths", p.depth}, {"packs", p.pack}}
	for _, s := range sources {
		for _, part := range parts {
			d, err := readData(s, "profile/"+part.name+".yaml")
			if err != nil {
				return nil, err
			}
			if d == nil {
				continue
			}
			d.each(d.file.Root, func(id string, key, value *syntax.Node) { part.read(d, id, key, value) })
			p.out.Diagnostics = append(p.out.Diagnostics, d.found...)
		}
	}
	p.check()
	return p.out, nil
}

// readData opens a file of a source that need not be there.
func readData(s Source, name string) (*decoder, error) {
	text, err := fs.ReadFile(s.Files, name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, fmt.Errorf("read pack %s: %w", s.Path, err)
	}
	f := syntax.Parse(path.Join(s.Path, name), text)
	return &decoder{file: f, found: f.Diagnostics()}, nil
}

type profileReader struct {
	lib *Library
	out *Profile
}

// when reads a condition that is asked of the device.
func (l *Library) when(d *decoder, to **Condition) func(*syntax.Node) {
	return func(n *syntax.Node) {
		var text string
		d.text(&text)(n)
		c, err := l.Compile(text, "device")
		if err != nil {
			d.report(n, "bad-condition", "%s", err)
			return
		}
		*to = c
	}
}

func (p *profileReader) trait(d *decoder, id string, key, value *syntax.Node) {
	t := ProfileTrait{ID: id}
	d.mapping(value, keys{"title": d.text(&t.Title), "ask": d.text(&t.Ask), "levels": func(n *syntax.Node) {
		d.each(n, func(id string, key, value *syntax.Node) {
			l := ProfileLevel{ID: id}
			d.mapping(value, keys{"when": p.lib.when(d, &l.When), "because": d.text(&l.Because)})
			if err := oneOf(profileLevels...)(id); err != nil {
				d.report(key, "unknown-word", "%s", err)
			}
			d.need(key, "level "+id, l.When != nil && l.Because != "", "when, because")
			t.Levels = append(t.Levels, l)
		})
	}})
	d.need(key, "trait "+id, t.Title != "" && t.Ask != "" && len(t.Levels) > 0, "title, ask, levels")
	p.out.Traits = append(p.out.Traits, t)
}

func (p *profileReader) rating(d *decoder, id string, key, value *syntax.Node) {
	r := ProfileRating{ID: id}
	d.mapping(value, keys{"title": d.text(&r.Title), "when": p.lib.when(d, &r.When), "because": d.text(&r.Because), "depth": d.text(&r.Depth)})
	d.need(key, "rating "+id, r.Title != "" && r.When != nil && r.Because != "" && r.Depth != "", "title, when, because, depth")
	p.out.Ratings = append(p.out.Ratings, r)
}

func (p *profileReader) depth(d *decoder, id string, key, value *syntax.Node) {
	v := ProfileDepth{ID: id}
	d.mapping(value, keys{"title": d.text(&v.Title), "text": d.text(&v.Text), "do": d.words(&v.Do, nil), "renew": d.text(&v.Renew)})
	d.need(key, "depth "+id, v.Title != "" && len(v.Do) > 0, "title, do")
	p.out.Depths = append(p.out.Depths, v)
}

func (p *profileReader) pack(d *decoder, id string, key, value *syntax.Node) {
	v := ProfilePack{ID: id}
	d.mapping(value, keys{"when": p.lib.when(d, &v.When), "because": d.text(&v.Because)})
	d.need(key, "pack "+id, v.When != nil && v.Because != "", "when, because")
	p.out.Packs = append(p.out.Packs, v)
}

// need reports an entry that lacks something.
func (d *decoder) need(key *syntax.Node, what string, ok bool, keys string) {
	if !ok {
		d.report(key, "incomplete-entry", "%s needs %s", what, keys)
	}
}

// check holds the parts against each other.
func (p *profileReader) check() {
	depths := map[string]bool{}
	for _, d := range p.out.Depths {
		depths[d.ID] = true
	}
	for _, r := range p.out.Ratings {
		if !depths[r.Depth] {
			p.out.Diagnostics = append(p.out.Diagnostics, syntax.Diagnostic{Code: "unknown-depth", Message: fmt.Sprintf("rating %s asks for the depth %q, which is not there", r.ID, r.Depth)})
		}
	}
}

// depth returns the depth of review with the id; an empty one where there is none.
func (p *Profile) depth(id string) ProfileDepth {
	for _, d := range p.Depths {
		if d.ID == id {
			return d
		}
	}
	return ProfileDepth{}
}
