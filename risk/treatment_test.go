package risk_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/risk"
)

var decisions = []risk.Decision{risk.Open, risk.Eliminate, risk.Mitigate, risk.Accept, risk.Transfer, risk.NotApplicable}

func TestTreatmentNeeds(t *testing.T) {
	for decision, want := range map[risk.Decision]string{
		risk.Open: "", risk.Eliminate: "removed", risk.Mitigate: "controls", risk.Accept: "because authority until",
		risk.Transfer: "to text document", risk.NotApplicable: "because",
	} {
		needs, err := risk.Treatment(decision)
		var fields []string
		for _, need := range needs {
			fields = append(fields, need.Field)
		}
		if got := strings.Join(fields, " "); got != want || err != nil {
			t.Errorf("%s needs %q, %v, want %q", decision, got, err, want)
		}
	}
	if _, err := risk.Treatment("ignore"); err == nil || err.Error() != `unknown decision "ignore": write one of open, eliminate, mitigate, accept, transfer, not-applicable` {
		t.Errorf("got error %v", err)
	}
}

func TestAllowed(t *testing.T) {
	for _, from := range decisions {
		for _, to := range decisions {
			if got, want := risk.Allowed(from, to), (from == risk.Open) != (to == risk.Open); got != want {
				t.Errorf("from %s to %s: %v, want %v", from, to, got, want)
			}
		}
	}
	if risk.Allowed(risk.Open, "ignore") || risk.Allowed("", risk.Open) {
		t.Error("an unknown decision is allowed")
	}
}

func TestCheckRecord(t *testing.T) {
	good := "Put the pump into a network segment of its own and allow it only TCP 8443 to the pump server."
	for _, test := range []struct {
		name   string
		record risk.Record
		risk   string
		want   []string
	}{
		{"nothing decided", risk.Record{Decision: risk.Open}, "extreme", nil},
		{"eliminated", risk.Record{Decision: risk.Eliminate, Removed: "the Telnet service"}, "high", nil},
		{"eliminated, not said what", risk.Record{Decision: risk.Eliminate, Because: "gone"}, "high", []string{"removed: missing: which function"}},
		{"mitigated", risk.Record{Decision: risk.Mitigate, Controls: []string{"signed-update"}}, "high", nil},
		{"mitigated by nothing", risk.Record{Decision: risk.Mitigate}, "high", []string{"controls: missing: "}},
		{"accepted", risk.Record{Decision: risk.Accept, Because: "cable only, in sight", Authority: "risk-management", Until: "2027-06-30"}, "medium", nil},
		{"accepted in silence", risk.Record{Decision: risk.Accept, Because: " "}, "low", []string{"because: missing", "authority: missing", "until: missing"}},
		{"accepted by the wrong role", risk.Record{Decision: risk.Accept, Because: "x", Authority: "product-security", Until: "2027-06-30"}, "medium",
			[]string{`authority: "product-security" may not accept a risk of level "medium": it takes one of risk-management, top-management`}},
		{"accepted though unacceptable", risk.Record{Decision: risk.Accept, Because: "x", Authority: "top-management", Until: "2027-06-30"}, "high",
			[]string{`authority: nobody may accept a risk of level "high"`}},
		{"accepted at a level nobody knows", risk.Record{Decision: risk.Accept, Because: "x", Authority: "top-management", Until: "2027-06-30"}, "tiny",
			[]string{`authority: nobody may accept a risk of the unknown level "tiny"`}},
		{"transferred", risk.Record{Decision: risk.Transfer, To: "hospital IT", Text: good, Document: "security guide, chapter 4"}, "high", nil},
		{"transferred in vain", risk.Record{Decision: risk.Transfer, To: "hospital IT", Text: "Use a secure\n  network. Users should be careful.", Document: "guide"}, "high",
			[]string{`text: "secure network" does not do: `, `text: "should be careful" does not do: `}},
		{"transferred to nobody", risk.Record{Decision: risk.Transfer, Text: good}, "low", []string{"to: missing", "document: missing"}},
		{"not applicable", risk.Record{Decision: risk.NotApplicable, Because: "no radio on board"}, "low", nil},
		{"not applicable, not said why", risk.Record{Decision: risk.NotApplicable}, "low", []string{"because: missing"}},
		{"unknown", risk.Record{Decision: "shrug"}, "low", []string{`decision: unknown decision "shrug"`}},
	} {
		problems := risk.Default().CheckRecord(test.record, test.risk)
		if len(problems) != len(test.want) {
			t.Errorf("%s: got %v, want %d problems", test.name, problems, len(test.want))
			continue
		}
		for i, want := range test.want {
			if got := problems[i].String(); !strings.HasPrefix(got, want) {
				t.Errorf("%s: got %q, want it to start with %q", test.name, got, want)
			}
		}
	}
}

func TestVaguePhraseIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"The pump must be on a secure network.":            "secure network",
		"Secure Network required":                          "secure network",
		"SECURE\n   NETWORK":                               "secure network",
		"Operate in a trusted environment only":            "trusted environment",
		"users will not plug in unknown sticks":            "users will",
		"Users should be careful with USB sticks":          "should be careful",
		"Choose a strong password.":                        "strong password",
		"Use strong passwords!":                            "strong passwords",
		"the firewall is properly configured":              "properly configured",
		"a properly-configured firewall":                   "properly configured",
		"Take appropriate measures.":                       "appropriate measures",
		"Update as needed.":                                "as needed",
		"(as needed)":                                      "as needed",
		"follow industry best practices":                   "best practices",
		"Install it behind a firewall":                     "behind a firewall",
		"Ünïcode vor secure network":                       "secure network",
		"first a secure cable, then a trusted environment": "trusted environment",
	} {
		phrase, why, found := risk.VaguePhrase(text)
		if !found || phrase != want || !strings.Contains(why, "; ") {
			t.Errorf("%q: got %q, %q, %v, want %q", text, phrase, why, found, want)
		}
	}
}

// TestUsableTextIsLeftAlone are texts that tell somebody what to do, and texts in which the words stand by chance.
func TestUsableTextIsLeftAlone(t *testing.T) {
	for _, text := range []string{
		"",
		"Put the pump into a VLAN of its own. Allow it TCP 8443 to the pump server, and block all else.",
		"The biomedical engineer changes the service password at installation: at least 14 characters, not one of the 10,000 most used.",
		"An insecure network lets an attacker read the drug library.",
		"Secure networking is described in chapter 4.",
		"The door is secure. Network cables hang in the open.",
		"secure, network",
		"Superusers will-power",                 // users will, in other words
		"The users' will counts",                // an apostrophe is part of a word
		"It was needed",                         // as needed
		"Gas needed for sterilisation: none",    // as needed
		"Measures: appropriate for the ward",    // the other way round
		"Strongpassword is a product",           // one word
		"Keep the programmer in a locked room.", //
		"The network is made secure by MACsec with keys that are changed every 24 hours.",
		"secure/network", "secure_network",
		"Log in as required by chapter 4.",
		"Store it in a temperature-controlled environment.",
	} {
		if phrase, _, found := risk.VaguePhrase(text); found {
			t.Errorf("%q is refused for %q", text, phrase)
		}
	}
}

func TestVaguePhrasesHavePlaces(t *testing.T) {
	text := "Über a Secure  Network, users will take Appropriate-Measures as needed"
	var got []string
	for _, v := range risk.VaguePhrases(text) {
		got = append(got, v.Phrase+"="+text[v.Start:v.End])
	}
	want := "secure network=Secure  Network|users will=users will|appropriate measures=Appropriate-Measures|as needed=as needed"
	if strings.Join(got, "|") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, "|"), want)
	}
}

// TestVaguePhrasesAnyText puts a phrase between pieces of text that cannot be part of it.
func TestVaguePhrasesAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		last := 0
		for _, v := range risk.VaguePhrases(text) {
			if v.Start < last || v.End <= v.Start || v.End > len(text) {
				t.Fatalf("%q has %q at %d to %d, after %d", text, v.Phrase, v.Start, v.End, last)
			}
			last = v.End
		}
		with := text + ". Secure network. " + text
		if len(risk.VaguePhrases(with)) != 2*len(risk.VaguePhrases(text))+1 {
			t.Fatalf("%q hides a phrase that is added to it", text)
		}
	})
}
