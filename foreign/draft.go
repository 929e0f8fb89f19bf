package foreign

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"theriac.dev/syntax"
)

// draft is a model in the making, with the account of what went into it.
type draft struct {
	title   string
	version string   // of the product, where the file says it
	sources []string // where the facts come from, the foreign file first
	notes   []string // paragraphs for the head of the file

	sections [len(sectionNames)][]*entry
	ids      map[string]bool
	next     map[string]int // how many ids were numbered, by what stands before the number
	boxes    []placed
	ways     []way
	controls map[string]*entry    // by what they say
	drawn    map[string][2]string // by name: the first element that is called so, and the view it is drawn in
	count    int                  // of entries
	seen     int                  // of things in the foreign file
	compared int                  // pairs of pieces of lines that were looked at for crossing

	tallies []*tally
	losses  []Loss
}

// sectionNames are the sections that readers write, in the order of the file.
var sectionNames = [...]string{"zones", "elements", "data", "flows", "assumptions", "controls", "requirements", "threats", "usecases", "views", "notes"}

const zonesSection = 0 // in sectionNames

// entry is one entry of a section. Its fields are in the order in which they are written.
type entry struct {
	section string
	id      string
	fields  []field
	placed  bool // it stands on the canvas of the whole model
}

// field is a key with a text, a list of words, or fields below it.
type field struct {
	key    string
	word   string
	words  []string
	fields []field
}

// way is the points that a flow goes through on the canvas of a view.
type way struct {
	view, id string
	via      []point
}

// placed is a box on the canvas of a view.
type placed struct {
	view, id   string
	x, y, w, h float64
}

func newDraft() *draft {
	return &draft{ids: map[string]bool{"device": true, "unknown": true, "default": true}, next: map[string]int{}, controls: map[string]*entry{}, drawn: map[string][2]string{}}
}

// add makes an entry whose id comes from a name, or from another word where the name gives none.
func (d *draft) add(section, name, fallback string) *entry {
	d.count++
	e := &entry{section: section, id: d.id(name, fallback)}
	i := slices.Index(sectionNames[:], section)
	d.sections[i] = append(d.sections[i], e)
	return e
}

// full reports whether the draft holds more than a model may, or has seen more than it would look at. Readers stop then.
func (d *draft) full() bool {
	return d.count > maxItems || d.seen > 5*maxItems || len(d.sections[zonesSection]) > maxZones
}

// id makes an id that is not in use. Entries of all sections have different ids, so that none can be taken for another.
func (d *draft) id(name, fallback string) string {
	base := slug(name)
	if base == "" {
		base = slug(fallback)
	}
	if base == "" {
		base = "entry"
	}
	id := base
	for d.ids[id] {
		d.next[base]++
		id = base + "-" + strconv.Itoa(d.next[base]+1)
	}
	d.ids[id] = true
	return id
}

var foldLatin = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "à", "a", "á", "a", "â", "a", "ã", "a", "å", "a", "æ", "ae", "ç", "c",
	"è", "e", "é", "e", "ê", "e", "ë", "e", "ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ø", "o",
	"ù", "u", "ú", "u", "û", "u", "ý", "y", "ÿ", "y", "œ", "oe")

// maxID is about how long an id becomes; people have to type them.
const maxID = 40

// slug makes an id of a name: "Web Server (DMZ)" becomes web-server-dmz. It is empty where nothing is left.
func slug(name string) string {
	var b strings.Builder
	for _, r := range foldLatin.Replace(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() > maxID {
			break
		}
	}
	s := b.String()
	if len(s) > maxID {
		if cut := strings.LastIndexByte(s, '-'); cut > maxID/2 {
			s = s[:cut]
		}
	}
	s = strings.Trim(s, "-")
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		s = "n" + s
	}
	return s
}

// path is how the rest of the program calls the entry.
func (e *entry) path() string { return e.section + "/" + e.id }

// get is the field of a key, or nil.
func (e *entry) get(key string) *field {
	for i := range e.fields {
		if e.fields[i].key == key {
			return &e.fields[i]
		}
	}
	return nil
}

// set writes a text or word; an empty one is not written, and what was there goes.
func (e *entry) set(key, word string) *entry {
	word = tidy(word)
	if f := e.get(key); f != nil {
		f.word, f.words, f.fields = word, nil, nil
	} else if word != "" {
		e.fields = append(e.fields, field{key: key, word: word})
	}
	return e
}

// append adds words to a list that has each only once.
func (e *entry) append(key string, words ...string) *entry {
	f := e.get(key)
	for _, w := range words {
		w = tidy(w)
		switch {
		case w == "":
		case f == nil:
			e.fields = append(e.fields, field{key: key, words: []string{w}})
			f = &e.fields[len(e.fields)-1]
		case !slices.Contains(f.words, w):
			f.words = append(f.words, w)
		}
	}
	return e
}

// attribute writes one of the free attributes. What the entry says already stays.
func (e *entry) attribute(key, value string) {
	f := e.get("attributes")
	if f == nil {
		e.fields = append(e.fields, field{key: "attributes"})
		f = &e.fields[len(e.fields)-1]
	}
	for _, old := range f.fields {
		if old.key == key {
			return
		}
	}
	f.fields = append(f.fields, field{key: key, word: value})
}

// note adds a paragraph to the text of the entry.
func (e *entry) note(paragraphs ...string) *entry {
	for _, p := range paragraphs {
		if p = tidy(p); p == "" {
			continue
		}
		if f := e.get("text"); f != nil {
			f.word += "\n\n" + p
		} else {
			e.fields = append(e.fields, field{key: "text", word: p})
		}
	}
	return e
}

var evenBlanks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u00a0", " ", "\u2028", "\n", "\u2029", "\n")

// tidy takes out what no text of a model should hold: control characters, blanks at ends of lines, runs of empty lines.
func tidy(s string) string {
	s = evenBlanks.Replace(s)
	s = strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0xfffe || r == 0xffff || r == unicode.ReplacementChar) {
			return -1
		}
		return r
	}, s)
	lines := strings.Split(s, "\n")
	out := lines[:0]
	for _, l := range lines {
		l = strings.TrimRight(l, " ")
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, l)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// oneLine joins the lines of a name.
func oneLine(s string) string { return strings.Join(strings.Fields(tidy(s)), " ") }

// sentence ends a text with a full stop.
func sentence(s string) string {
	if s = tidy(s); s != "" && !strings.ContainsAny(s[len(s)-1:], ".!?:") {
		s += "."
	}
	return s
}

// place puts an entry on the canvas.
func (d *draft) place(view, id string, b box) {
	d.boxes = append(d.boxes, placed{view, id, b.x, b.y, b.w, b.h})
}

// tally counts the things of one kind.
type tally struct {
	theirs, ours string
	items        []*item
	known        map[string]int
}

// item is one thing of the foreign file.
type item struct {
	d     *draft
	kind  string
	where string
	entry *entry
	state string
}

// tally finds or makes the count of a kind; counts are reported in the order in which they were made.
func (d *draft) tally(theirs, ours string) *tally {
	for _, t := range d.tallies {
		if t.theirs == theirs {
			return t
		}
	}
	t := &tally{theirs: theirs, ours: ours, known: map[string]int{}}
	d.tallies = append(d.tallies, t)
	return t
}

// item counts a thing that stands at a place of its own. Things at the same place get numbers.
func (d *draft) item(t *tally, format string, args ...any) *item {
	where := oneLine(fmt.Sprintf(format, args...))
	if t.known[where]++; t.known[where] > 1 {
		where += fmt.Sprintf(" (no. %d)", t.known[where])
	}
	it := &item{d: d, kind: t.theirs, where: where}
	d.seen++
	t.items = append(t.items, it)
	return it
}

func (it *item) say(what, format string, args ...any) {
	l := Loss{Where: it.where, What: what, Kind: it.kind, Text: upper(sentence(oneLine(fmt.Sprintf(format, args...))))}
	if it.entry != nil && what != Lost {
		l.Path = it.entry.path()
	}
	it.d.losses = append(it.d.losses, l)
	if what == Lost || what == Changed && it.state != Lost {
		it.state = what
	}
}

// lose says that the thing is not in the model, why, and what to do.
func (it *item) lose(format string, args ...any) { it.say(Lost, format, args...) }

// change says that the thing is in the model in another form or with less.
func (it *item) change(format string, args ...any) { it.say(Changed, format, args...) }

// ask says what a person has to look at.
func (it *item) ask(format string, args ...any) { it.say(Asked, format, args...) }

// kept says that properties have no place of their own and stand in the text of the entry.
func (it *item) kept(properties []string) {
	if len(properties) == 0 {
		return
	}
	it.change("%s no place here; kept in the text: %s", map[bool]string{true: "a property has", false: "some properties have"}[len(properties) == 1],
		strings.Join(properties, ", "))
}

// secret makes a data asset of the credentials that an element keeps.
func (d *draft) secret(e *entry, it *item, name string) {
	s := d.add("data", "Credentials in "+name, "credentials").set("name", "Credentials in "+name).append("type", "credential")
	e.append("stores", s.id)
	it.ask("it stores credentials, which makes the data asset `%s`: say which they are", s.id)
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// tell reports something about the file as a whole.
func (d *draft) tell(what, where, format string, args ...any) {
	d.losses = append(d.losses, Loss{Where: where, What: what, Text: upper(sentence(oneLine(fmt.Sprintf(format, args...))))})
}

// keep writes something of the file as a whole into the head of the model, and says so.
func (d *draft) keep(where, label, s string) {
	if s = tidy(s); s == "" {
		return
	}
	d.notes = append(d.notes, label+": "+s)
	d.tell(Changed, where, "kept as a comment at the head of theriac.yaml")
}

// finish writes the model, the layout and the account.
func (d *draft) finish(f Format, name string) (*Import, error) {
	if len(d.sections[zonesSection]) > maxZones {
		return nil, fault(syntax.Place{File: name}, "split the model", "there are more than %d boundaries in it", maxZones)
	}
	if d.full() {
		return nil, fault(syntax.Place{File: name}, "split the model", "there are more than %d things in it", maxItems)
	}
	d.title = cmp.Or(oneLine(d.title), oneLine(stem(name)), "Imported model")
	im := &Import{Format: f, Title: d.title, Losses: d.losses}
	if im.Losses == nil {
		im.Losses = []Loss{}
	}
	im.Taken = []Count{}
	for _, t := range d.tallies {
		c := Count{Theirs: t.theirs, Ours: t.ours, Found: len(t.items)}
		for _, it := range t.items {
			switch it.state {
			case Lost:
				c.Lost++
			case Changed:
				c.Changed++
			default:
				c.Taken++
			}
		}
		if c.Found > 0 {
			im.Taken = append(im.Taken, c)
		}
	}
	im.Model, im.Layout = d.text(), d.layout()
	if len(im.Model) > syntax.MaxSize {
		return nil, fault(syntax.Place{File: name}, "split the model", "it becomes larger than a model may be: %d bytes", len(im.Model))
	}
	return im, nil
}
