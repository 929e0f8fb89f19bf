package library

import "testing"

// FuzzCondition gives any text as a condition: nothing panics, and what is accepted agrees with cel-go.
func FuzzCondition(f *testing.F) {
	for _, text := range []string{
		typical, "true", "flow.data.exists(d, d.needs('integrity'))", "source.zone.trust < 3 || flow.trustGap >= -2",
		"target.inbound.all(f, f.data.exists(d, d.is('phi')) && !f.crosses)", "target.interfaces.exists(i, i.state in ['used', 'unused'])",
		"device.legacy == 'yes' && device.type.only('infusion-pump')", "flow.exposed == target.exposedTo('network')",
		"target.inbound.exists(flow, flow.source.inbound.exists(flow, flow.crosses))", "((((flow", "flow['data']", "flow.attr(flow.attr('x'))",
	} {
		f.Add(text, uint64(len(text)))
	}
	lib := tiny(f)
	o := &oracle{v: lib.Vocabulary}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if _, err := lib.Compile(text, "flow"); err != nil {
			return
		}
		agree(t, o, lib, text, "flow", newWorld(lib, seed))
	})
}

// FuzzCompiled gives any text as a compiled condition: it is refused, or read and written as the same.
func FuzzCompiled(f *testing.F) {
	f.Add("(and flow.authentication.is(unproven) (eq target.attr(signed-update) \"no\"))")
	f.Add("(exists d flow.data d.is(phi))")
	f.Add("(in target.attr(x) \"a\" \"b\")")
	f.Add("(< flow.trustGap -3)")
	f.Add("flow.is((")
	f.Fuzz(func(t *testing.T, text string) {
		n, err := readIR(text, "flow")
		if err != nil {
			return
		}
		again, err := readIR(n.String(), "flow")
		if err != nil || again.String() != n.String() {
			t.Fatalf("%q is read as %q, and that is not read: %v", text, n, err)
		}
		lib := tiny(t)
		if c, err := newCondition(text, "flow", n, &linker{v: lib.Vocabulary, attributes: lib.attributes}); err == nil {
			for _, s := range newWorld(lib, 1).subjects() {
				c.Eval(s, true)
				c.Explain(s, false)
			}
		}
	})
}
