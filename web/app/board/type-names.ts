import { BedDouble, Coffee, Landmark, type LucideIcon, MapPin, TrainFront, UtensilsCrossed } from 'lucide-react';
import type { BookingStatus, ItemType } from '../../react';
import type { MessageId } from '../i18n/locale';

const icons: Readonly<Record<ItemType, LucideIcon>> = {
  attraction: Landmark,
  restaurant: UtensilsCrossed,
  hotel: BedDouble,
  transport: TrainFront,
  free: Coffee,
};

/** The picture of a kind of item. */
export function iconOfType(type: ItemType | null): LucideIcon {
  return type === null ? MapPin : icons[type];
}

/** What the kinds of items are called. */
export const typeNames: Readonly<Record<ItemType, MessageId>> = {
  attraction: 'item.type.attraction',
  restaurant: 'item.type.restaurant',
  hotel: 'item.type.hotel',
  transport: 'item.type.transport',
  free: 'item.type.free',
};

/** What the states of a booking are called. */
export const statusNames: Readonly<Record<BookingStatus, MessageId>> = {
  pending: 'item.status.pending',
  confirmed: 'item.status.confirmed',
  cancelled: 'item.status.cancelled',
};
