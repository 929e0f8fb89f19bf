package model

import (
	"reflect"
	"strconv"
	"strings"
	"sync"

	"theriac.dev/syntax"
)

// shape is the way a field of the language is written.
type shape uint8

const (
	shapeText       shape = iota // String
	shapeNumber                  // Int
	shapeWords                   // Strings
	shapeLayers                  // Layers
	shapeAttributes              // Attributes
	shapeQuantity                // Quantity
	shapeGroup                   // a struct of fields, such as Device
	shapeSection                 // Section[T]
	shapeExtends                 // []Extension
	shapeLayout                  // *Layout
	shapePoints                  // Points
)

// field is one key of the language, as its struct tags define it.
type field struct {
	key, doc    string
	index       []int
	shape       shape
	required    bool
	enum        []string
	vocabulary  string
	form        string
	bounded     bool
	min, max    int
	want        want
	group       *plan // the fields of a group, or of the entries of a section
	way         *plan // of the layout: the fields of a flow, where group has those of a box
	sectionName string
	order       int // position in plan.fields
}

// plan says how one struct type is written: its keys in the order of the struct.
type plan struct {
	typ    reflect.Type
	fields []*field
	byKey  map[string]*field
	keys   []string
}

// grammar is the whole language, read once from the tags of Model.
type grammar struct {
	*plan
	sections []*field // in the order of Model; a section's number is its index here
	number   map[string]int
}

// want is the set of sections that a reference may point into, one bit for each section.
type want uint32

const (
	wantTarget  want = 1 << 31 // everything that a finding can be about
	wantFinding want = 1 << 30 // a finding as threat@target, or an own threat
	wantFact    want = 1 << 29 // a fact, whose first word is what it is about; followed in renaming and never missed
)

// language returns the grammar. It is made at the first call and the same ever after.
var language = sync.OnceValue(func() *grammar {
	g := &grammar{number: map[string]int{}}
	t := reflect.TypeFor[Model]()
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("key"); key != "" && isSection(t.Field(i).Type) {
			g.number[key] = len(g.number)
		}
	}
	g.plan = g.planOf(t)
	for _, f := range g.fields {
		if f.shape == shapeSection {
			g.sections = append(g.sections, f)
		}
	}
	return g
})

// planOf reads the tags of a struct type.
func (g *grammar) planOf(t reflect.Type) *plan {
	p := &plan{typ: t, byKey: map[string]*field{}}
	g.addFields(p, t, nil)
	return p
}

func (g *grammar) addFields(p *plan, t reflect.Type, prefix []int) {
	var embedded []reflect.StructField
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Anonymous {
			embedded = append(embedded, sf)
			continue
		}
		if sf.Tag.Get("key") == "" {
			continue
		}
		f := g.fieldOf(sf)
		f.index = append(append([]int{}, prefix...), i)
		f.order = len(p.fields)
		p.fields = append(p.fields, f)
		p.byKey[f.key] = f
		p.keys = append(p.keys, f.key)
	}
	// The keys that all entries have come last: they are the ones least often written.
	for _, sf := range embedded {
		g.addFields(p, sf.Type, append(append([]int{}, prefix...), sf.Index...))
	}
}

func (g *grammar) fieldOf(sf reflect.StructField) *field {
	tag := sf.Tag
	f := &field{
		key:        tag.Get("key"),
		doc:        tag.Get("doc"),
		required:   tag.Get("req") == "true",
		vocabulary: tag.Get("vocab"),
		form:       tag.Get("form"),
		enum:       strings.Fields(tag.Get("enum")),
	}
	if low, ok := tag.Lookup("min"); ok {
		f.bounded = true
		f.min, _ = strconv.Atoi(low)
		f.max, _ = strconv.Atoi(tag.Get("max"))
	}
	for name := range strings.FieldsSeq(tag.Get("ref")) {
		switch name {
		case "target":
			f.want |= wantTarget
		case "finding":
			f.want |= wantFinding
		case "fact":
			f.want |= wantFact
		default:
			f.want |= 1 << g.number[name]
		}
	}
	g.shapeOf(f, sf.Type)
	return f
}

func (g *grammar) shapeOf(f *field, t reflect.Type) {
	switch t {
	case reflect.TypeFor[String]():
		f.shape = shapeText
	case reflect.TypeFor[Int]():
		f.shape = shapeNumber
	case reflect.TypeFor[Strings]():
		f.shape = shapeWords
	case reflect.TypeFor[Layers]():
		f.shape = shapeLayers
		f.group = g.planOf(t)
	case reflect.TypeFor[Attributes]():
		f.shape = shapeAttributes
	case reflect.TypeFor[Quantity]():
		f.shape = shapeQuantity
	case reflect.TypeFor[[]Extension]():
		f.shape = shapeExtends
		f.group = g.planOf(t.Elem())
	case reflect.TypeFor[*Layout]():
		f.shape = shapeLayout
		f.group, f.way = g.planOf(reflect.TypeFor[Box]()), g.planOf(reflect.TypeFor[Way]())
	case reflect.TypeFor[Points]():
		f.shape = shapePoints
	default:
		if isSection(t) {
			f.shape = shapeSection
			f.sectionName = f.key
			f.group = g.planOf(reflect.New(t).Interface().(anySection).entryType())
			return
		}
		f.shape = shapeGroup
		f.group = g.planOf(t)
	}
}

func isSection(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[anySection]())
}

// in returns a pointer to the field inside the struct v.
func (f *field) in(v reflect.Value) any { return v.FieldByIndex(f.index).Addr().Interface() }

// nodeOf returns the place of a field's value; nil where it is not stated.
func (f *field) nodeOf(v reflect.Value) *syntax.Node {
	switch p := f.in(v).(type) {
	case *String:
		return p.Node
	case *Int:
		return p.Node
	case *Strings:
		return p.Node
	case *Layers:
		return p.Node
	case *Attributes:
		return p.Node
	case *Quantity:
		return p.Node
	case *Points:
		return p.Node
	case anySection:
		return p.node()
	case *[]Extension:
		if len(*p) > 0 {
			return (*p)[0].Node
		}
		return nil
	case **Layout:
		if *p != nil {
			return (*p).Node
		}
		return nil
	default:
		n, _ := v.FieldByIndex(f.index).FieldByName("Node").Interface().(*syntax.Node)
		return n
	}
}

// noun is what one entry of a section is called in a sentence.
func noun(section string) string {
	switch section {
	case "data":
		return "data asset"
	case "usecases":
		return "use case"
	case "hazards":
		return "hazard"
	case "situations":
		return "hazardous situation"
	case "losses":
		return "loss"
	default:
		return strings.TrimSuffix(section, "s")
	}
}

// withArticle puts a or an before a noun.
func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) && noun != "use case" {
		return "an " + noun
	}
	return "a " + noun
}
