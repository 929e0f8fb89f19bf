package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
)

// ssvcPoints are the inputs that may be stated, with the words of CERT/CC.
var ssvcPoints = []struct{ name, flag, help string }{
	{"exploitation", "exploitation", "none, public poc or active"},
	{"automatable", "automatable", "can the attack be automated: no or yes"},
	{"value density", "value-density", "diffuse or concentrated"},
	{"technical impact", "technical-impact", "partial or total"},
	{"system exposure", "system-exposure", "small, controlled or open"},
	{"safety impact", "safety-impact", "negligible, marginal, critical or catastrophic"},
	{"mission impact", "mission-impact", "degraded, mef support crippled, mef failure or mission failure"},
}

func newSSVC(s streams) *cobra.Command {
	var open openFlags
	var asJSON bool
	words := make([]string, len(ssvcPoints))
	cmd := &cobra.Command{
		Use:   "ssvc <finding> [model]",
		Short: "Say how soon maker and hospital should act on a finding, by SSVC",
		Long: `Say how soon those who make the device, and those who run it, should act on a finding, by the decision tables of CERT/CC's
Stakeholder-Specific Vulnerability Categorization. What the model says is read from it; what nobody says counts as the
worst and is marked. It is a second opinion beside the rating and never changes it.`,
		Example: `  theriac ssvc forged-command@f4 examples/infusion-pump
  theriac ssvc forged-command@f4 examples/infusion-pump --exploitation none --automatable no`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			finding, a, err := openFinding(cmd, s, open, args)
			if err != nil {
				return err
			}
			stated := map[string]string{}
			for i, p := range ssvcPoints {
				stated[p.name] = words[i]
			}
			v, err := a.SSVC(finding, stated)
			if err != nil {
				return usage("%s", err)
			}
			out := output{s.out, terminal(s, s.out)}
			if asJSON {
				return failure(out.json(v))
			}
			fmt.Fprintf(out, "%s\n\nThose who make it: %s\n", finding.ID, v.Supplier)
			writePoints(out, v.SupplierPoints)
			fmt.Fprintf(out, "\nThose who run it: %s\n", v.Deployer)
			writePoints(out, v.DeployerPoints)
			return nil
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	for i, p := range ssvcPoints {
		cmd.Flags().StringVar(&words[i], p.flag, "", p.help)
	}
	return cmd
}

func writePoints(out output, points []engine.SSVCPoint) {
	for _, p := range points {
		from := p.From
		if p.Assumed {
			from = "not known: the worst counts"
		}
		fmt.Fprintf(out, "  %-17s %-20s %s\n", p.Name, p.Word, from)
	}
}
