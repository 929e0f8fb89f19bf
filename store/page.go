package store

import "math"

// Page is a part of a list that is in the order in which things began. The zero value is all of it.
type Page struct {
	After         string // id of the last one that is left out: pages then fit together while others write
	Offset, Limit int    // how many to leave out besides, and how many to return at most; 0 for all
}

// bounds are limit and offset for a statement.
func (p Page) bounds() (limit, offset int64) {
	if p.Limit <= 0 {
		return math.MaxInt64, int64(max(p.Offset, 0))
	}
	return int64(p.Limit), int64(max(p.Offset, 0))
}
