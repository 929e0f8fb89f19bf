package diagram

// pin moves boxes to where people put them.
func (a *arranger) pin() {}
