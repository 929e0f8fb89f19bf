// A card with a table in it that scrolls by itself where the page is narrow.
import type { ReactNode } from "react";

export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="t-scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
