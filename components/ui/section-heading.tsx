import type { ReactNode } from 'react'

interface SectionHeadingProps {
  title: ReactNode
  about?: ReactNode
  /** Stands at the end of the line; under the text on a phone. */
  action?: ReactNode
  id?: string
}

export function SectionHeading({ title, about, action, id }: SectionHeadingProps) {
  return (
    <div className="mb-4.5 flex items-start justify-between gap-6 max-md:flex-col max-md:gap-3.5">
      <div>
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {about && <p className="mt-0.5 max-w-[60ch] text-muted">{about}</p>}
      </div>
      {action}
    </div>
  )
}
