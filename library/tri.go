package library

// Tri is a truth value of three-valued logic after Kleene. And is the smaller, or the greater, not 2-t.
type Tri uint8

// The truth values. Maybe means that the facts do not decide.
const (
	No Tri = iota
	Maybe
	Yes
)

// String returns no, maybe or yes.
func (t Tri) String() string { return [...]string{"no", "maybe", "yes"}[t] }

// Not is the opposite; of Maybe it is Maybe.
func (t Tri) Not() Tri { return Yes - t }

// And is Yes where both are, and No where either is.
func (t Tri) And(u Tri) Tri { return min(t, u) }

// Or is Yes where either is, and No where both are.
func (t Tri) Or(u Tri) Tri { return max(t, u) }

// triOf says what is known for sure.
func triOf(b bool) Tri {
	if b {
		return Yes
	}
	return No
}
