'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { SearchIcon } from '@/components/icons'
import { inputClass } from '@/components/ui/field'
import { addressOfList, type Selection } from './address-of-list'

/**
 * Searches with each letter. The text of the field stays while the server answers; a later letter
 * replaces the previous search. Without script, Enter sends the form.
 */
export function SearchPeople({ query, kind }: Selection) {
  const t = useTranslations('people')
  const router = useRouter()
  const field = useRef<HTMLInputElement>(null)
  const [isSearching, startSearch] = useTransition()

  // A link to another search changes the field; an answer does not, while somebody types in it.
  useEffect(() => {
    const { current } = field
    if (current && current !== document.activeElement) current.value = query
  }, [query])

  function search() {
    const typed = field.current?.value.trim() ?? ''
    startSearch(() => router.replace(addressOfList({ query: typed, kind }), { scroll: false }))
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    search()
  }

  return (
    <search className="w-80 max-w-full max-md:w-full">
      <form method="get" action="/people" onSubmit={submit} className="relative">
        <SearchIcon className="pointer-events-none absolute inset-y-0 left-3 my-auto text-muted" />
        <input
          ref={field}
          type="search"
          name="query"
          defaultValue={query}
          onChange={search}
          aria-label={t('search')}
          placeholder={t('search')}
          aria-busy={isSearching}
          autoComplete="off"
          spellCheck={false}
          maxLength={255}
          className={`${inputClass} pl-9 placeholder:text-muted`}
        />
        {kind && <input type="hidden" name="kind" value={kind} />}
      </form>
    </search>
  )
}
