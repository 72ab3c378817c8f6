import { BadRequestException, Injectable } from '@nestjs/common';
import { isBsuid } from '../customers/address.js';
import { Customer } from '../customers/customer.js';
import { CustomersService } from '../customers/customers.service.js';
import { InboundService } from '../customers/inbound.service.js';
import { FILES, INVOICE_PDF } from '../files/file-catalogue.js';
import { PHOTO_JPEG } from '../files/photo-jpeg.js';
import { MediaStoreService, StoredMedia } from '../graph/media-store.service.js';
import { SimulatedNumber } from '../simulator-options.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { WebhookValue } from '../webhooks/envelope.js';
import { InboundDto } from './inbound.dto.js';
import { toMillis } from './meta-time.js';

const OWN_KEYS = new Set('from profileName username userId type timestamp phoneNumberId file media caption'.split(' '));

interface Sample {
  mimeType: string;
  bytes: Buffer;
  filename?: string;
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  image: { mimeType: 'image/jpeg', bytes: PHOTO_JPEG },
  document: { mimeType: 'application/pdf', bytes: INVOICE_PDF, filename: 'invoice.pdf' },
};

/** Lets a customer write what the control API says. */
@Injectable()
export class CustomerMessageService {
  constructor(
    private readonly settings: SimulatorSettings,
    private readonly customers: CustomersService,
    private readonly inbound: InboundService,
    private readonly media: MediaStoreService,
  ) {}

  async write(dto: InboundDto): Promise<{ wamid: string; webhookStatus: number | null }> {
    const number = this.numberOf(dto.phoneNumberId);
    const customer = this.customerOf(dto);
    const at = toMillis(dto.timestamp) ?? undefined;
    const writing = { number, customer, isPhoneVisible: !isBsuid(dto.from), type: dto.type, parts: this.partsOf(dto) };
    return this.inbound.write(at === undefined ? writing : { ...writing, at });
  }

  private numberOf(phoneNumberId: string | undefined): SimulatedNumber {
    const number =
      phoneNumberId === undefined ? this.settings.phoneNumbers[0] : this.settings.findNumber(phoneNumberId);
    if (!number) throw new BadRequestException('phoneNumberId is none of the business numbers.');
    return number;
  }

  private customerOf(dto: InboundDto): Customer {
    const customer = this.customers.find(dto.from);
    if (!customer) throw new BadRequestException('from names nobody.');
    if (dto.profileName !== undefined) customer.name = dto.profileName;
    if (dto.username !== undefined) customer.username = dto.username;
    if (dto.userId !== undefined) customer.bsuid = dto.userId;
    return customer;
  }

  /** What goes into the message as it was given; a photo or a document may be left to us. */
  private partsOf(dto: InboundDto): WebhookValue {
    const given = Object.fromEntries(Object.entries(dto).filter(([key]) => !OWN_KEYS.has(key)));
    if (typeof dto.text === 'string') given['text'] = { body: dto.text };
    if (given['text'] === undefined) delete given['text'];
    if (dto.type === 'text' && given['text'] === undefined) throw new BadRequestException('text is missing.');
    return given[dto.type] === undefined ? { ...this.sample(dto), ...given } : given;
  }

  /** Webhooks carry sha256 in base64, unlike anybody would expect (Meta's examples). */
  private sample({ type, file, media, caption }: InboundDto): WebhookValue {
    const stored =
      media === undefined
        ? this.store(file === undefined ? ownOf(SAMPLES, type) : fileOf(file))
        : this.media.get(media);
    if (media !== undefined && !stored) throw new BadRequestException('media is no id of POST /control/media.');
    if (!stored) return {};
    const { id, mimeType, sha256, filename } = stored;
    const object = {
      id,
      mime_type: mimeType,
      sha256: Buffer.from(sha256, 'hex').toString('base64'),
      url: this.media.makeUrl(id),
      ...(filename === undefined ? {} : { filename }),
      ...(caption === undefined ? {} : { caption }),
    };
    return { [type]: object };
  }

  private store(sample: Sample | undefined): StoredMedia | undefined {
    return sample && this.media.add(sample.mimeType, sample.bytes, 'inbound', sample.filename);
  }
}

function fileOf(name: string): Sample {
  const file = ownOf(FILES, name);
  const bytes = file?.body();
  if (file === undefined || !Buffer.isBuffer(bytes)) {
    throw new BadRequestException('file names none of the files of example.com.');
  }
  return { mimeType: file.contentType, bytes, filename: name };
}

function ownOf<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
