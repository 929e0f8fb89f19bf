package risk

// Default returns scales that a company can start from. They follow published examples where there are any: the words
// of severity FDA's postmarket guidance (2016), the points and bands of attack potential ISO/IEC 18045, of whose steps of
// time the five are a selection. The matrix and the acceptance are ours,
// since FDA's postmarket guidance (2016) shows a matrix without fixed cells and leaves them to the maker. Each call
// returns a copy of its own.
func Default() *Scales {
	return &Scales{
		Severity:       defaultSeverity(),
		Exploitability: defaultExploitability(),
		Potential:      defaultPotential(),
		Risks:          defaultRisks(),
		Matrix: [][]string{
			{"low", "low", "low", "low", "low"},
			{"low", "low", "low", "medium", "medium"},
			{"low", "medium", "medium", "high", "high"},
			{"low", "medium", "high", "high", "extreme"},
			{"medium", "medium", "high", "high", "extreme"},
		},
		Impacts: defaultImpacts(),
		Counts:  Verified,
	}
}

func defaultSeverity() []Level {
	return []Level{
		{"S1", "negligible", "the patient is inconvenienced or feels passing discomfort"},
		{"S2", "minor", "a passing injury or impairment that heals without professional care"},
		{"S3", "serious", "an injury or impairment that needs professional care"},
		{"S4", "critical", "permanent impairment, or an injury that threatens life"},
		{"S5", "catastrophic", "a patient dies"},
	}
}

// defaultExploitability takes the limits of points from the bands of ISO/IEC 18045, with the lowest band split in two and
// the two highest taken as one: most weaknesses of medical devices lie in the lowest, and a scale that calls all of them
// equal helps nobody to choose. The limits of the CVSS score are ours. From the easiest attack of all (network, no conditions, no rights, nobody's help: 3.9), one harder metric
// leaves E4; only the need for high rights leaves E3, and that for physical access E2.
func defaultExploitability() []ExploitabilityLevel {
	return []ExploitabilityLevel{
		{Level: Level{"E1", "very low", "only a group of experts with much time, inside knowledge and special equipment"}},
		{Level{"E2", "low", "experts with time and with knowledge or equipment that is hard to get"}, 19, 0.5},
		{Level{"E3", "medium", "a skilled attacker with some inside knowledge, time or equipment"}, 13, 1.0},
		{Level{"E4", "high", "a skilled attacker with what can be bought or found"}, 9, 2.0},
		{Level{"E5", "very high", "almost anyone, at once, with what lies at hand"}, 3, 3.0},
	}
}

func defaultPotential() []Factor {
	return []Factor{
		{"time", []Points{{"day", 0}, {"week", 1}, {"month", 4}, {"half-year", 17}, {"longer", 19}}},
		{"expertise", []Points{{"layman", 0}, {"proficient", 3}, {"expert", 6}, {"several-experts", 8}}},
		{"knowledge", []Points{{"public", 0}, {"restricted", 3}, {"confidential", 7}, {"strictly-confidential", 11}}},
		{"access", []Points{{"unlimited", 0}, {"easy", 1}, {"moderate", 4}, {"difficult", 10}}},
		{"equipment", []Points{{"standard", 0}, {"specialised", 4}, {"bespoke", 7}, {"several-bespoke", 9}}},
	}
}

func defaultRisks() []AcceptanceLevel {
	return []AcceptanceLevel{
		{Level{"low", "low", "may stay as it is; watched like every known risk"},
			Acceptable, []string{"product-security", "risk-management", "top-management"}, true},
		{Level{"medium", "medium", "may stay where no further control is reasonable, and the reason is written down"},
			Justify, []string{"risk-management", "top-management"}, true},
		{Level{"high", "high", "must be lowered before release; after release, act without delay"},
			Unacceptable, nil, false},
		{Level{"extreme", "extreme", "must be lowered before release; after release, act at once and warn users"},
			Unacceptable, nil, false},
	}
}

func defaultImpacts() []ImpactScale {
	return []ImpactScale{
		{"privacy", "privacy", []Level{
			{"I1", "none to speak of", "no personal data, or none that says anything about a person's health"},
			{"I2", "limited", "data of one patient seen by somebody who should not have seen it"},
			{"I3", "large", "health data of several patients disclosed, or of one made public"},
			{"I4", "severe", "health data of many patients disclosed: duties to tell the patients and the authorities"},
		}},
		{"reputation", "reputation", []Level{
			{"I1", "none to speak of", "noticed inside the company only"},
			{"I2", "limited", "single customers complain"},
			{"I3", "large", "trade press, published advisory, customers postpone orders"},
			{"I4", "severe", "general press, lasting loss of trust in the product line"},
		}},
		{"money", "money", []Level{
			{"I1", "none to speak of", "covered by the running budget of the product"},
			{"I2", "limited", "an unplanned release or visit at single customers"},
			{"I3", "large", "a field action for a product line, or claims of customers"},
			{"I4", "severe", "sales stop, or claims that weigh on the company's result"},
		}},
		{"regulatory", "regulatory", []Level{
			{"I1", "none to speak of", "kept in the company's own records"},
			{"I2", "limited", "to be told in a periodic report"},
			{"I3", "large", "to be reported to an authority within days"},
			{"I4", "severe", "recall, or the permission to sell is at stake"},
		}},
	}
}
