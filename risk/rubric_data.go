package risk

import "slices"

// MITRE returns MITRE's "Rubric for Applying CVSS to Medical Devices", version 0.12.04 of 3 September 2019: its ids, the
// order of its questions and what each answer leads to, with the questions in our words.
//
// Ids and outcomes are those of the calculator in MITRE's own repository (mitre/md-cvss-rubric-tools). MITRE's paper was
// not read for this, so read it before claiming its use as a qualified tool. FDA qualified the rubric on 20 October 2020
// as a medical device development tool with CVSS v3.0; set CVSS to [CVSS30] for a vector in that version. No edition for
// CVSS 4.0 is known.
//
// Two places differ from other implementations. XCPM, whether many patients are affected, is recorded and changes
// nothing: MITRE's calculator gives C:H for any disclosure of patient data, and we follow it, while another
// implementation gives C:L where few patients are affected. And the calculator's formula for availability reads a wrong
// cell where the answer to XAT is meant; here XAT counts like the other questions.
func MITRE() *Rubric {
	return &Rubric{ID: "md-cvss-rubric", Edition: "0.12.04", CVSS: CVSS31, Questions: append(exploitQuestions(), impactQuestions()...)}
}

func exploitQuestions() []Question {
	ask := func(id QuestionID, metric, text, yes, no, unknown string) Question {
		return Question{ID: id, Metric: metric, Ask: text, Answers: yesNo(), leads: map[Answer]string{Yes: yes, No: no, Unknown: unknown}}
	}
	return []Question{
		ask("XAVN", "AV", "Can the attack be carried out over a network or a communication protocol?", "XAVT", "XAVP", "AV:N"),
		ask("XAVT", "AV", "Is that protocol carried by IP, TCP or UDP (layers 3 and 4)?", "AV:N", "XAVW", "AV:N"),
		ask("XAVW", "AV", "Is the channel wireless?", "XAVR", "AV:A", "AV:A"),
		ask("XAVR", "AV", "Does the wireless channel reach no further than about 3 m (10 feet)?", "AV:L", "AV:A", "AV:A"),
		ask("XAVP", "AV", "Does the attacker have to touch the device?", "AV:P", "AV:L", "AV:L"),
		{ID: "XAVPA", Metric: "AV", Ask: "Does the attacker touch only what is meant for human users, such as keys and screen?", Answers: yesNo(), after: "XAVP"},
		ask("XACL", "AC", "Can the attack be repeated at will, without special conditions and without another exploit first?", "AC:L", "AC:H", "AC:L"),
		ask("XPRL", "PR", "Does the component tell users or roles with different rights apart?", "XPRZ", "PR:N", "PR:N"),
		ask("XPRZ", "PR", "Does the attacker need rights on the component before the attack?", "XPRS", "PR:N", "PR:N"),
		ask("XPRS", "PR", "Do these have to be the rights of an administrator, a maintainer or the system itself?", "PR:H", "PR:L", "PR:N"),
		ask("XUI", "UI", "Does the attack succeed only if another person does something?", "UI:R", "UI:N", "UI:N"),
		ask("XS", "S", "Can the attack affect components that are under another authority than the one attacked?", "S:C", "S:U", "S:C"),
	}
}

// impactQuestions asks for each kind of data or function how much its confidentiality, integrity and availability suffer.
func impactQuestions() []Question {
	kinds := []struct{ letter, name string }{
		{"P", "data about identified patients or their health"},
		{"D", "diagnosis or monitoring"},
		{"T", "the delivery of therapy"},
		{"W", "the clinical workflow"},
		{"S", "secrets of the system or of its users, such as passwords and keys"},
		{"O", "anything else that is critical or sensitive"},
	}
	var questions []Question
	for _, effect := range []struct{ metric, ask string }{
		{"C", "How much can the attack disclose of what belongs to %?"},
		{"I", "How much can the attack change without permission in what belongs to %?"},
		{"A", "How much can the attack make unavailable of what belongs to %?"},
	} {
		for _, kind := range kinds {
			questions = append(questions, impactQuestion(effect.metric, kind.letter, effect.ask, kind.name))
		}
	}
	return slices.Insert(questions, 1, Question{ID: "XCPM", Metric: "C", Answers: yesNo(), after: "XCP",
		Ask: "Does the disclosure concern many patients, about 500 or more, so that it has to be reported as a breach?"})
}
