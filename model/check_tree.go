package model

// checkTree finds the words in a tree that name none of its nodes. What its gates mean is for package goals to say.
func (d *decoder) checkTree(t *Tree) {
	if t.Root.Stated() {
		d.checkNode(t, t.Root)
	}
	for _, n := range t.Nodes.All() {
		for _, id := range n.Of.Items {
			d.checkNode(t, id)
		}
		for _, id := range n.Counters.Items {
			d.checkNode(t, id)
		}
	}
}

func (d *decoder) checkNode(t *Tree, id String) {
	if t.Nodes.Get(id.Value) != nil || !idForm.MatchString(id.Value) {
		return
	}
	p := problem{node: id.Node, code: "unknown-reference",
		message: "the tree `" + t.ID.Value + "` has no node `" + id.Value + "`"}
	var ids []string
	for _, n := range t.Nodes.All() {
		ids = append(ids, n.ID.Value)
	}
	if near := Nearest(id.Value, ids); near != "" {
		p.suggest(near)
	}
	d.report(p)
}
