// Where others are: their cursors and what they have selected, in their colour and with their name.
import { useProject } from "@/project/use";

export function People({ view }: { view: string }) {
  const people = useProject((p) => p.people);
  const here = Object.values(people).filter((p) => p.cursor?.view === view);
  return (
    <>
      {here.map((p) => (
        <div
          key={p.who}
          className="cv-person"
          aria-hidden="true"
          style={{ transform: `translate(${p.cursor?.x ?? 0}px, ${p.cursor?.y ?? 0}px)`, color: p.color }}
        >
          <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
            <path d="M1 1l5 13 2-5 5-2z" fill="currentColor" />
          </svg>
          <span style={{ background: p.color }}>{p.name || "?"}</span>
        </div>
      ))}
    </>
  );
}
