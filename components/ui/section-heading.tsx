import type { ReactNode, Ref } from 'react'

interface SectionHeadingProps {
  title: ReactNode
  about?: ReactNode
  /** Shown at the end of the line; on a phone, below the text. */
  action?: ReactNode
  id?: string
  /** For giving focus to the heading after the focused element was removed. */
  headingRef?: Ref<HTMLHeadingElement>
}

export function SectionHeading({ title, about, action, id, headingRef }: SectionHeadingProps) {
  return (
    <div className="mb-4.5 flex items-start justify-between gap-6 max-md:flex-col max-md:items-stretch max-md:gap-3.5">
      <div>
        <h2
          id={id}
          ref={headingRef}
          tabIndex={headingRef ? -1 : undefined}
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
