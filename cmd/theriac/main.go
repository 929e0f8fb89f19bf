// Theriac is a threat-modeling tool for medical devices. A device's threat model is text beside its source; this
// command checks it, analyses it against a library made for medical devices, explains each finding, asks what is not
// known, records decisions, and draws the diagram.
//
// Each subcommand is one file. All of them print results to standard output and everything else to standard error, and
// end with one of four exit codes: see exitHelp.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"theriac.dev/report"
)

// exitHelp ends every help text.
const exitHelp = `
Exit codes:
  0  fine
  1  findings at or above --fail-on, or errors found by check
  2  wrong use: unknown command, flag or argument
  3  failure: something could not be read, written or analysed in full
`

// streams are where a command reads and writes, so that tests can run it in process.
type streams struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

// exit is an error with an exit code. A nil cause prints nothing.
type exit struct {
	code  int
	cause error
}

func (e exit) Error() string {
	if e.cause == nil {
		return "exit " + strconv.Itoa(e.code)
	}
	return e.cause.Error()
}

func (e exit) Unwrap() error { return e.cause }

// usage marks an error as wrong use.
func usage(format string, args ...any) error { return exit{2, fmt.Errorf(format, args...)} }

// failure marks an error as one that is not the user's way of calling.
func failure(err error) error {
	if err == nil {
		return nil
	}
	return exit{3, err}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// The process is short: let the heap grow before it is collected, up to a bound.
	debug.SetGCPercent(3200)
	debug.SetMemoryLimit(1 << 30)
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr, os.Getenv}))
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, s streams) int {
	root := newRoot(s)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var e exit
	if !errors.As(err, &e) {
		// Cobra's own errors are about commands, flags and arguments.
		e = exit{2, err}
	}
	if e.cause != nil {
		fmt.Fprintf(s.err, "theriac: %v\n", e.cause)
	}
	if e.code == 2 {
		fmt.Fprintln(s.err, "Run `theriac --help`, or a command with --help, for what is expected.")
	}
	return e.code
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "theriac",
		Short: "Threat modeling for medical devices",
		Long: `Theriac finds the threats of a medical device from a model of it in text, says why each one is there,
and weighs it by the harm that it can do to patients.

Start with:
  theriac init my-pump --type infusion-pump   write a first model
  theriac analyze my-pump                     see its threats, most serious first
  theriac why <finding> my-pump               why one of them is there
  theriac ask my-pump                         what to find out next
`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetVersionTemplate("theriac {{.Version}}\n")
	root.SetUsageTemplate(root.UsageTemplate() + exitHelp)
	root.AddCommand(
		newInit(s),
		newImport(s),
		newCheck(s),
		newAnalyze(s),
		newWhy(s),
		newAsk(s),
		newDecide(s),
		newRisk(s),
		newRubric(s),
		newSSVC(s),
		newPaths(s),
		newWhatIf(s),
		newTree(s),
		newGoals(s),
		newGuide(s),
		newProfile(s),
		newBaseline(s),
		newAdvisories(s),
		newFmt(s),
		newServe(s),
		newDiagram(s),
		newSentences(s),
		newLibrary(s),
		newSchema(s),
		newVersion(s),
		newMan(s),
	)
	root.CompletionOptions.HiddenDefaultCmd = false
	return root
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminal finds out what the reader of out can see.
func terminal(s streams, out io.Writer) report.Terminal {
	t := report.Terminal{}
	if f, ok := out.(*os.File); ok && isTerminal(out) {
		t.Color = s.env("NO_COLOR") == "" && s.env("TERM") != "dumb"
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			t.Width = w
		}
	}
	if n, err := strconv.Atoi(s.env("COLUMNS")); err == nil && n > 0 {
		t.Width = n
	}
	return t
}
