import type { ReactNode } from 'react'

interface ProfileSectionProps {
  title: string
  about: string
  /** Of the heading, to which a script may give focus. */
  id?: string
  children: ReactNode
}

/** The description on the left, the settings on the right. */
export function ProfileSection({ title, about, id, children }: ProfileSectionProps) {
  return (
    <section className="grid items-start gap-x-10 gap-y-4 py-8 first:pt-0 last:pb-0 md:grid-cols-[minmax(0,16rem)_minmax(0,25rem)]">
      <div>
        <h2
          id={id}
          tabIndex={id === undefined ? undefined : -1}
          className="text-lg font-semibold outline-none"
        >
          {title}
        </h2>
        <p className="mt-0.5 text-muted">{about}</p>
      </div>
      {children}
    </section>
  )
}
