package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"theriac.dev/workspace"
)

// watch opens the models, shows them, and shows them again after each save until it is interrupted.
func watch(ctx context.Context, s streams, f analyzeFlags, args []string, show func([]*workspace.Snapshot) error) error {
	again := func() error {
		snapshots, err := openAll(ctx, s, f.open, args)
		if err != nil {
			return err
		}
		if isTerminal(s.out) && f.output == "" {
			fmt.Fprint(s.out, "\x1b[2J\x1b[H")
		}
		if err := show(snapshots); err != nil {
			return err
		}
		// Errors in the text are shown and do not end the watch: the person is in the middle of writing.
		if err := problems(s, snapshots...); err != nil {
			fmt.Fprintf(s.err, "theriac: %v\n", err)
		}
		fmt.Fprintf(s.err, "analysed at %s; waiting for changes, ctrl-c to end\n", time.Now().Format("15:04:05"))
		return nil
	}
	if err := again(); err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	err := workspace.Watch(ctx, args, func([]string) {
		if err := again(); err != nil {
			fmt.Fprintf(s.err, "theriac: %v\n", err)
		}
	})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return failure(err)
}
