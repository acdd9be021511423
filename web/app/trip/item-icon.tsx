import { BedDouble, Coffee, Landmark, type LucideIcon, MapPin, TrainFront, UtensilsCrossed } from 'lucide-react';
import type { Item } from '../../react';

const icons: Readonly<Record<NonNullable<Item['type']>, LucideIcon>> = {
  hotel: BedDouble,
  attraction: Landmark,
  restaurant: UtensilsCrossed,
  transport: TrainFront,
  free: Coffee,
};

/** The kind of an item as a picture; the words are in its title. */
export function ItemIcon({ type }: { type: Item['type'] }) {
  const Icon = type === null ? MapPin : (icons[type] ?? MapPin);
  return <Icon size={16} aria-hidden="true" className="shrink-0" />;
}
