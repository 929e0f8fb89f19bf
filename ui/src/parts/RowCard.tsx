// What a row of a table holds on a narrow page: what it is, and under it how it stands. Such rows are higher.
import type { ReactNode } from "react";

/** Height of such a row in points. */
export const cardHeight = 68;

export function RowCard({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="t-row-card">
      <b lang="en" title={name}>
        {name}
      </b>
      <span className="t-row-card-foot">{children}</span>
    </span>
  );
}
