// The icons of the studio, drawn for it on a grid of 20 with a line of 1.6. An icon never stands alone: the word is
// beside it or in the name of its button.
import { rem } from "./scale";

const paths = {
  home: "M3 9.5 10 4l7 5.5V16a1 1 0 0 1-1 1h-4v-5H8v5H4a1 1 0 0 1-1-1z",
  overview: "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z",
  flows: "M3 4h5v4H3zM12 12h5v4h-5zM5.5 8v3.5a2.500 2.500 0 0 0 2.500 2.500H12M9.800 11.800 12 14l-2.200 2.200",
  threats: "M10 3 2.500 16.500h15zM10 8v4M10 14.200v.3",
  questions:
    "M10 17a7 7 0 1 0-7-7c0 1.300.3 2.500.9 3.500L3 17l3.500-.9c1 .6 2.200.9 3.500.9zM8 8.200a2 2 0 1 1 2.800 1.900c-.5.2-.8.6-.8 1.100M10 13.300v.2",
  risk: "M3 3v14h14M6 13.500h2M6 10h2M6 6.500h2M10 13.500h2M10 10h2M14 13.500h2",
  paths:
    "M4 15.500a1.500 1.500 0 1 0 0-.1M16 4.500a1.500 1.500 0 1 0 0 .1M5.500 15H12a3 3 0 0 0 0-6H8a3 3 0 0 1 0-6h6.500",
  trees: "M10 3v4M10 7H5v3.500M10 7h5v3.500M3 10.500h4v4H3zM13 10.500h4v4h-4zM10 7v7M8 14h4v3H8z",
  controls: "M10 2.500 16.500 5v4.500c0 4-2.700 6.700-6.500 8-3.800-1.300-6.500-4-6.500-8V5zM7 10l2.200 2.200L13.200 8",
  assumptions: "M4 3h8l4 4v10H4zM12 3v4h4M7 11h6M7 14h4",
  library: "M4 3h3v14H4zM8.500 3h3v14h-3zM13 4l2.800-.7L18 16l-2.800.7z",
  import: "M10 3v9M6.500 8.500 10 12l3.500-3.500M3.500 13v3.500h13V13",
  export: "M10 12V3M6.500 6.500 10 3l3.500 3.500M3.500 13v3.500h13V13",
  history: "M3.200 10a6.800 6.800 0 1 0 2-4.800L3 7.300M3 3.500v3.800h3.800M10 6.500V10l2.500 2",
  reviews: "M3 4h14v10H9l-3.500 3v-3H3zM7 9l2 2 4-4",
  reports: "M5 2.500h7l3.500 3.500v11.500H5zM8 13.500V11M10.200 13.500V8.500M12.500 13.500V10",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
  help: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15M7.800 8a2.200 2.200 0 1 1 3.100 2c-.6.3-.9.7-.9 1.400M10 13.800v.2",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12M13.500 13.500 17 17",
  sun: "M10 13.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100",
  moon: "M16.500 11.500A7 7 0 0 1 8.500 3.500a7 7 0 1 0 8 8z",
  auto: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 3v14M10 6h4M10 9h6.500M10 12h6M10 15h4",
  undo: "M7 4 3.500 7.500 7 11M4 7.500h7.500a4.500 4.500 0 0 1 0 9H8",
  redo: "M13 4l3.500 3.500L13 11M16 7.500H8.500a4.500 4.500 0 0 0 0 9H12",
  close: "M5 5l10 10M15 5 5 15",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  panel: "M3 4h14v12H3zM12.500 4v12",
  nav: "M3 4h14v12H3zM7.500 4v12",
  check: "M4 10.500 8 14.500 16 6",
  saved: "M4 10.500 8 14.500 16 6",
  sending: "M10 16V5M5.500 9 10 4.500 14.500 9",
  offline: "M3 3l14 14M5 9a8 8 0 0 1 2.500-1.600M10 7c2 0 3.700.7 5 2M7.500 11.800A4 4 0 0 1 10 11M10 14.500v.2",
  warning: "M10 3 2.500 16.500h15zM10 8v4M10 14.200v.3",
  error: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6.500V11M10 13.300v.2",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 9.500V14M10 6.800V7",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  trash: "M4 6h12M8 6V3.500h4V6M5.500 6l.8 11h7.400l.8-11",
  pencil: "M3.500 16.500 4.500 13 13 4.500l2.500 2.500L7 15.500z",
  copy: "M7 7h9.500v9.500H7zM13 7V3.500H3.500V13H7",
  filter: "M3 4h14l-5.500 6.500V16l-3 1.500v-7z",
  sort: "M6.500 4v12M3.500 7l3-3 3 3M13.500 16V4M10.500 13l3 3 3-3",
  up: "M5 12l5-5 5 5",
  down: "M5 8l5 5 5-5",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  link: "M8.500 11.500l3-3M9 6.500 11 4.500a3.200 3.200 0 0 1 4.500 4.500L13.500 11M11 13.500l-2 2A3.200 3.200 0 0 1 4.500 11L6.500 9",
  open: "M11 3.500h5.500V9M16.500 3.500 9 11M14 11.500v5H3.500V6h5",
  person:
    "M10 9.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400M3.500 17c.5-3.500 3-5.300 6.500-5.300s6 1.800 6.500 5.300",
  people:
    "M7.500 9.500a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600M2.500 16.500c.4-3 2.200-4.600 5-4.600s4.600 1.600 5 4.600M13 4.200a2.700 2.700 0 0 1 0 5.100M14.500 12.200c1.700.6 2.700 2 3 4.300",
  device: "M5 3h10v14H5zM7.500 6h5v4h-5zM8 13.500h.2M10 13.500h.2M12 13.500h.2",
  process: "M10 16.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13",
  store: "M3.500 6h13M3.500 14h13M3.500 6v8M16.500 6v8",
  actor: "M4 4h12v12H4z",
  zone: "M3.500 6V3.500H6M9 3.500h2M14 3.500h2.500V6M16.500 9v2M16.500 14v2.500H14M11 16.500H9M6 16.500H3.500V14M3.500 11V9",
  flow: "M3 10h13M12 6l4 4-4 4",
  cursor: "M5 3l10 7-4.500 1L8 16z",
  hand: "M6 10V5.500a1.200 1.200 0 0 1 2.400 0V9M8.400 9V4.200a1.200 1.200 0 0 1 2.400 0V9M10.800 9V5a1.200 1.200 0 0 1 2.400 0v5M13.200 10V7a1.200 1.200 0 0 1 2.300 0v5c0 3-2 5-4.700 5-2.300 0-3.500-1-4.800-3.200L4 10.500c.7-.9 1.700-.6 2.300.3",
  note: "M3.500 3.500h13v9l-4 4h-9zM12.500 16.500v-4h4",
  zoomIn: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12M13.500 13.500 17 17M9 6.500v5M6.500 9h5",
  zoomOut: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12M13.500 13.500 17 17M6.500 9h5",
  fit: "M3.500 7V3.500H7M13 3.500h3.500V7M16.500 13v3.500H13M7 16.500H3.500V13",
  arrange: "M3 3.500h5v4H3zM12 3.500h5v4h-5zM7.500 12.500h5v4h-5zM5.500 7.500v2.500h9V7.500M10 10v2.500",
  outline: "M3.500 5h2M8 5h8.500M5.500 10h2M10 10h6.500M5.500 15h2M10 15h6.500",
  code: "M7 5.500 2.500 10 7 14.500M13 5.500l4.500 4.500L13 14.500M11.200 4 8.800 16",
  lock: "M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  more: "M4.500 10h.2M10 10h.2M15.500 10h.2",
  eye: "M2.500 10S5 5 10 5s7.500 5 7.500 5-2.500 5-7.500 5-7.500-5-7.500-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6v4l2.500 2",
  play: "M6 4l10 6-10 6z",
  file: "M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500",
  comment: "M3 4h14v10H9l-3.500 3v-3H3z",
  archive: "M3 3.500h14v4H3zM4.500 7.500v9h11v-9M8 11h4",
  heart: "M10 16.500S3 12.300 3 7.700A3.700 3.700 0 0 1 10 6a3.700 3.700 0 0 1 7 1.700c0 4.600-7 8.800-7 8.800z",
} as const;

export type IconName = keyof typeof paths;

/** An icon. It is hidden from screen readers unless it has a title. */
export function Icon({
  name,
  size = 18,
  title,
  className,
}: {
  name: IconName;
  size?: number;
  title?: string;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: an icon without a title is hidden
    <svg
      className={className}
      width={rem(size)}
      height={rem(size)}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title ? "img" : undefined}
      aria-hidden={title ? undefined : true}
      focusable="false"
    >
      {title ? <title>{title}</title> : null}
      <path d={paths[name]} />
    </svg>
  );
}
