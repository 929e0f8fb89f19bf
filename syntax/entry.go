package syntax

import "strings"

// InFlow reports whether the node is a key or an item within brackets, so that a comma parts it from its neighbours.
func (n *Node) InFlow() bool { return n.inFlow }

// Indent returns the column, counted from 0, of a key of this file: how far its line and what follows is indented. For
// an item of a sequence it is the column of the item itself, behind its dash.
func (f *File) Indent(n *Node) int {
	p := f.Place(n)
	return max(p.Column-1, 0)
}

// EntryPlace returns the stretch of text that an entry takes, so that removing it leaves no trace: in block style whole
// lines, with the comment lines right above its key and the comment behind its value; in flow style the key, the value
// and one comma. Of an entry right behind a dash it reaches to the next key, which then stands there. It is zero for an
// entry of another file.
func (f *File) EntryPlace(p Pair) Place {
	start, keyEnd, ok := f.bounds(p.Key)
	if !ok {
		return Place{}
	}
	end := keyEnd
	if _, e, ok := f.bounds(p.Value); ok {
		end = max(end, e)
	}
	return f.extent(start, end, p.Key.inFlow)
}

// ItemPlace returns the stretch of text that an item of a sequence takes, in the way of EntryPlace; in block style its
// dash belongs to it.
func (f *File) ItemPlace(n *Node) Place {
	start, end, ok := f.bounds(n)
	if !ok {
		return Place{}
	}
	if !n.inFlow {
		dash := strings.LastIndexByte(f.text[:start], '-')
		if n.Kind == Missing {
			dash = start - 1
		}
		if dash >= 0 {
			start = dash
		}
	}
	return f.extent(start, end, n.inFlow)
}

func (f *File) extent(start, end int, inFlow bool) Place {
	if inFlow {
		start, end = f.withComma(start, end)
		return f.PlaceAt(start, end)
	}
	lineStart := strings.LastIndexByte(f.text[:start], '\n') + 1
	indent := start - lineStart
	if lineStart == 0 && strings.HasPrefix(f.text, byteOrderMark) {
		lineStart, indent = len(byteOrderMark), indent-len(byteOrderMark)
	}
	end = f.trailingLines(end, indent)
	if strings.Trim(f.text[lineStart:start], " \t") == "" {
		start = f.leadingComments(lineStart, indent)
	} else if next := nextContent(f.text, end); next.indent == indent {
		end = next.text // the next key takes the place behind the dash
	}
	return f.PlaceAt(start, end)
}

// leadingComments returns the start of the first of the comment lines that stand right above pos at the same
// indentation.
func (f *File) leadingComments(pos, indent int) int {
	for pos > 0 {
		above := strings.LastIndexByte(f.text[:pos-1], '\n') + 1
		ln := lineAt(f.text, above)
		if ln.indent != indent || ln.text >= ln.end || f.text[ln.text] != '#' {
			break
		}
		pos = above
	}
	return pos
}

// trailingLines returns the end of the line of end, and of the comment lines below it that are indented deeper than
// the entry and so belong to it.
func (f *File) trailingLines(end, indent int) int {
	out := lineAt(f.text, end).next
	if end > 0 && f.text[end-1] == '\n' {
		out = end
	}
	for pos := out; pos < len(f.text); {
		ln := lineAt(f.text, pos)
		if ln.text < ln.end {
			if f.text[ln.text] != '#' || ln.indent <= indent {
				break
			}
			out = ln.next
		}
		pos = ln.next
	}
	return out
}

// withComma widens the bytes of an entry within brackets by the comma behind it, or, for the last one, before it.
func (f *File) withComma(start, end int) (int, int) {
	for i := end; i < len(f.text); {
		switch c := f.text[i]; {
		case isSpace(c):
			i++
			continue
		case c == '#':
			i = lineAt(f.text, i).next
			continue
		case c == ',':
			if next := skipBlanks(f.text, i+1, len(f.text)); next < len(f.text) && f.text[next] != '#' {
				return start, next
			}
			return start, i + 1
		}
		break
	}
	i := start
	for i > 0 && isSpace(f.text[i-1]) {
		i--
	}
	if i > 0 && f.text[i-1] == ',' {
		return i - 1, end
	}
	return start, end
}
