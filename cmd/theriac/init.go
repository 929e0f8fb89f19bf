package main

import (
	"bufio"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/library"
	"theriac.dev/model"
)

func newInit(s streams) *cobra.Command {
	var deviceType, name string
	var open openFlags
	var listTypes bool
	cmd := &cobra.Command{
		Use:   "init [folder]",
		Short: "Write a first model from a device type",
		Long: `Write a first model into a folder (default: the current one): a theriac.yaml with the usual zones, parts, functions and
hazards of a device type, ready to be analysed and meant to be changed. Nothing that exists is overwritten.`,
		Example: `  theriac init my-pump --type infusion-pump --name "Pump 3000"
  theriac init --list`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := openLibrary(open.packs)
			if err != nil {
				return err
			}
			if listTypes {
				return writeTo(s, "", func(o output) error { return listDevices(o, lib) })
			}
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			return runInit(s, lib, folder, deviceType, name)
		},
	}
	fs := cmd.Flags()
	fs.StringVarP(&deviceType, "type", "t", "", "device type, see --list")
	fs.StringVarP(&name, "name", "n", "", "name of the product")
	fs.BoolVar(&listTypes, "list", false, "list the device types")
	open.registerPacks(fs)
	return cmd
}

func listDevices(o output, lib *library.Library) error {
	w := bufio.NewWriter(o)
	for _, d := range lib.Devices {
		fmt.Fprintf(w, "%-26s %s\n", d.ID, d.Title)
	}
	return w.Flush()
}

func runInit(s streams, lib *library.Library, folder, deviceType, name string) error {
	ids := make([]string, 0, len(lib.Devices))
	for _, d := range lib.Devices {
		ids = append(ids, d.ID)
	}
	if deviceType == "" {
		return usage("say which device type with --type: one of %s", strings.Join(ids, ", "))
	}
	if err := among("type", []string{deviceType}, ids); err != nil {
		return err
	}
	device := lib.Devices[slices.Index(ids, deviceType)]
	path := filepath.Join(folder, "theriac.yaml")
	abs, err := filepath.Abs(folder)
	if err != nil {
		return failure(err)
	}
	id := shortID(filepath.Base(abs))
	if name == "" {
		name = device.Title
	}
	text := device.First(id, name)
	if err := writeNew(path, text); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "%s written. Next: theriac analyze %s\n", path, folder)
	return nil
}

// shortID makes a valid id of any text: "My Pump 3" becomes my-pump-3.
func shortID(s string) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, s)
	id = strings.Trim(id, "-_0123456789")
	if id == "" || model.Nearest(id, []string{"device"}) == id {
		return "my-device"
	}
	return id
}
