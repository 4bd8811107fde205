'use client'

import { type KeyboardEvent, useRef } from 'react'

interface TabListProps<Value extends string> {
  label: string
  tabs: readonly { value: Value; label: string }[]
  value: Value
  onSelect: (value: Value) => void
  /** The id of the panel that the tabs control. */
  panelId: string
}

/** Tabs that control a panel: one stop in the tab order; arrows, Home and End move and select. */
export function TabList<Value extends string>({
  label,
  tabs,
  value,
  onSelect,
  panelId,
}: TabListProps<Value>) {
  const list = useRef<HTMLDivElement>(null)

  function move(event: KeyboardEvent) {
    const current = tabs.findIndex((tab) => tab.value === value)
    const target = destination(event.key, current, tabs.length)
    const tab = tabs[target]
    if (!tab) return
    event.preventDefault()
    onSelect(tab.value)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[target]?.focus()
  }

  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      className="flex gap-1 overflow-x-auto p-2 [scrollbar-width:none] max-md:gap-0 max-md:p-1.5"
    >
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`${panelId}-${tab.value}`}
          aria-selected={tab.value === value}
          aria-controls={panelId}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onSelect(tab.value)}
          className="rounded-s px-2.5 py-1 text-sm font-medium whitespace-nowrap text-muted transition-colors hover:text-ink focus-visible:-outline-offset-2 aria-selected:bg-hover aria-selected:text-ink max-md:px-2 max-md:py-2.5"
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}

function destination(key: string, current: number, count: number): number {
  switch (key) {
    case 'ArrowRight':
      return (current + 1) % count
    case 'ArrowLeft':
      return (current - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return -1
  }
}
