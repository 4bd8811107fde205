import type { ReactNode } from 'react'

interface SectionHeadingProps {
  title: ReactNode
  about?: ReactNode
  /** Shown at the end of the line; on a phone, below the text. */
  action?: ReactNode
  id?: string
  /** Whether a script may give focus to the heading, after the focused element was removed. */
  focusable?: boolean
}

export function SectionHeading({ title, about, action, id, focusable }: SectionHeadingProps) {
  return (
    <div className="mb-4.5 flex items-start justify-between gap-6 max-md:flex-col max-md:items-stretch max-md:gap-3.5">
      <div>
        <h2
          id={id}
          tabIndex={focusable ? -1 : undefined}
          className="text-lg font-semibold outline-none"
        >
          {title}
        </h2>
        {about && <p className="mt-0.5 max-w-[72ch] text-muted">{about}</p>}
      </div>
      {action}
    </div>
  )
}
