package foreign

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"theriac.dev/syntax"
)

// element is an element of XML. Namespaces are left out: the formats do not need them to tell names apart.
type element struct {
	name  string
	attrs []xml.Attr
	kids  []*element
	chars []byte // all character data directly in it
	line  int
	col   int
}

// root reads the file as XML. Document types and the entities they declare are refused: no format here needs them, and
// they can reach files and grow without bound.
func (s *source) root() (*element, error) {
	if !s.walked {
		s.walked = true
		s.xml, s.xmlErr = readXML(s.name, s.data)
	}
	return s.xml, s.xmlErr
}

func readXML(name string, data []byte) (*element, error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "us-ascii") {
			return in, nil
		}
		return nil, fmt.Errorf("the encoding is %s; expected UTF-8", label)
	}
	at := func(line, col int) syntax.Place {
		return syntax.Place{File: name, Line: line, Column: col, EndLine: line, EndColumn: col}
	}
	top := &element{}
	open := []*element{top}
	for nodes := 0; ; {
		t, err := dec.Token()
		line, col := dec.InputPos()
		var bad *xml.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			if len(top.kids) == 0 {
				return nil, fault(syntax.Place{File: name}, "", "this is not XML: there is no element")
			}
			return top.kids[0], nil
		case errors.As(err, &bad):
			return nil, fault(at(bad.Line, col), "", "this is not XML: %s", bad.Msg)
		case err != nil:
			return nil, fault(at(line, col), "", "this is not XML: %v", err)
		}
		last := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if nodes++; nodes > maxNodes || len(open) > maxDepth {
				return nil, fault(at(line, col), "", "the XML is too large or too deep: at most %d elements, %d deep", maxNodes, maxDepth)
			}
			e := &element{name: t.Name.Local, attrs: t.Copy().Attr, line: line, col: col}
			last.kids = append(last.kids, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.chars = append(last.chars, t...)
		case xml.Directive:
			return nil, fault(at(line, col), "take the line away", "the file declares a document type, which is not read")
		}
	}
}

// kid is the first element below with the name, or an empty one; several names lead down.
func (e *element) kid(names ...string) *element {
	for _, name := range names {
		found := &element{}
		for _, k := range e.kids {
			if k.name == name {
				found = k
				break
			}
		}
		e = found
	}
	return e
}

// all are the elements directly below with the name.
func (e *element) all(name string) []*element {
	var out []*element
	for _, k := range e.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// attr is the value of an attribute, whatever its namespace.
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// word is the text of the element that the names lead to.
func (e *element) word(names ...string) string {
	return strings.TrimSpace(string(e.kid(names...).chars))
}
