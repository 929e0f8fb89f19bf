package library

// Rated is what a profile says about one model.
type Rated struct {
	// Rating is the worst that may hold: what is unknown counts as the worst that it may be.
	Rating ProfileRating
	// Least is the rating that holds whatever the answers to open questions are: it cannot become lower.
	Least  ProfileRating
	Depth  ProfileDepth
	Traits []RatedTrait
	Packs  []RatedPack
	// Readings are the facts that the rating rests on.
	Readings []Reading
}

// RatedTrait is what one trait adds.
type RatedTrait struct {
	Trait ProfileTrait
	Level ProfileLevel
	// Known says that the level holds by what is stated; else it may hold, and the question of the trait is open.
	Known    bool
	Readings []Reading
}

// RatedPack is a pack to use.
type RatedPack struct {
	Pack  ProfilePack
	Known bool
}

// Rate rates a device. What is unknown, or only usual, raises a rating and never lowers it.
func (p *Profile) Rate(d *DeviceFacts) Rated {
	s := &Subject{Device: d}
	out := Rated{}
	rated := false
	for _, r := range p.Ratings {
		t, readings := r.When.Explain(s, false)
		if t == No {
			continue
		}
		if !rated {
			out.Rating, out.Readings, rated = r, readings, true
		}
		if t == Yes {
			out.Least = r
			break
		}
	}
	out.Depth = p.depth(out.Rating.Depth)
	for _, t := range p.Traits {
		out.Traits = append(out.Traits, t.rate(s))
	}
	for _, k := range p.Packs {
		if t := k.When.Eval(s, false); t != No {
			out.Packs = append(out.Packs, RatedPack{Pack: k, Known: t == Yes})
		}
	}
	return out
}

// rate finds the worst level that may hold.
func (t ProfileTrait) rate(s *Subject) RatedTrait {
	out := RatedTrait{Trait: t}
	for _, level := range t.Levels {
		answer, readings := level.When.Explain(s, false)
		if answer == No {
			continue
		}
		out.Level, out.Known, out.Readings = level, answer == Yes, readings
		break
	}
	return out
}

// Open returns the traits whose questions are open.
func (r Rated) Open() []RatedTrait {
	var out []RatedTrait
	for _, t := range r.Traits {
		if !t.Known {
			out = append(out, t)
		}
	}
	return out
}
