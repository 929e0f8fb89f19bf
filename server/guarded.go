package server

import "theriac.dev/diagram"

// guarded says how each flow is protected, where that is known.
func (v *view) guarded() map[string]string {
	out := map[string]string{}
	o := v.drawn("")
	for _, f := range v.Model.Flows.All() {
		if p := o.ProtectionOf(f); p != diagram.Unknown {
			out[f.ID.Value] = p.String()
		}
	}
	return out
}

// compareGuarded judges the flows anew that a delta touches: what protects a flow is said by its own entry, by that of its
// receiver, and by the words of the library.
func compareGuarded(d *Delta, old, now *view) map[string]string {
	out := map[string]string{}
	all := old.Analysis == nil || now.Analysis == nil || old.Analysis.Library != now.Analysis.Library
	if all || len(d.Entries["flows"])+len(d.Entries["elements"]) > 0 {
		o := now.drawn("")
		for _, f := range now.Model.Flows.All() {
			_, itself := d.Entries["flows"][f.ID.Value]
			_, receiver := d.Entries["elements"][f.To.Value]
			if all || itself || receiver {
				out[f.ID.Value] = o.ProtectionOf(f).String()
			}
		}
	}
	for id, e := range d.Entries["flows"] {
		if e == nil {
			out[id] = diagram.Unknown.String()
		}
	}
	return out
}
