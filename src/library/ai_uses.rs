//! What agencies have reported of their own use of AI: whom the words of an inventory name is asked of the lists anew each
//! time, so that an upgrade of the lists or a name that the user gives counts at once.

use crate::base::OrgId;
use crate::entities::Lists;
use crate::events::OrgRef;
use crate::library::{Library, LibraryError};
use crate::notices::{InventoryNames, ReportedUse};
use crate::pipeline::inventory_names;
use crate::report::{AiUse, AiUses, Side, Subject};

impl Library {
    /// The reported uses that concern an agency or vendor; `None` where no inventory was imported.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn ai_uses_of(&self, subject: &Subject) -> Result<Option<AiUses>, LibraryError> {
        let inventories = self.store.ai_inventories()?;
        if inventories.is_empty() {
            return Ok(None);
        }
        let names = self.inventory_names();
        let mut found = AiUses::default();
        let mut sources = Vec::new();
        for inventory in inventories {
            let year =
                if inventory.name == inventory.file { String::new() } else { format!(" {}", inventory.name) };
            sources.push(format!(
                "OMB inventory of AI use cases{year} ({}, imported {})",
                inventory.file,
                inventory.added.strftime("%Y-%m-%d")
            ));
            let uses = self.store.ai_uses(&inventory.name)?;
            found
                .uses
                .extend(uses.into_iter().filter_map(|one| concerning(subject, &names, &inventory.name, one)));
        }
        found.source = sources.join("; ");
        Ok(Some(found.sorted()))
    }

    /// Suppliers that only an inventory names, by a name as it is compared.
    pub(super) fn vendors_in_inventories(&self, key: &str) -> Result<Vec<OrgRef>, LibraryError> {
        let inventories = self.store.ai_inventories()?;
        let mut found: Vec<OrgRef> = Vec::new();
        if inventories.is_empty() {
            return Ok(found);
        }
        let names = self.inventory_names();
        let wanted = OrgId::unlisted(key);
        for inventory in inventories {
            for one in self.store.ai_uses(&inventory.name)? {
                let vendors = one.vendor.map(|text| names.vendors(&text)).unwrap_or_default();
                found.extend(vendors.into_iter().find(|org| org.id == wanted));
                if !found.is_empty() {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    fn inventory_names(&self) -> InventoryNames {
        // A mistake in the file is told to those who read articles by it.
        inventory_names(&self.folder.read_corrections().unwrap_or_default())
    }
}

/// The use as a profile tells it, if it concerns the subject.
fn concerning(subject: &Subject, names: &InventoryNames, inventory: &str, one: ReportedUse) -> Option<AiUse> {
    let vendors = one.vendor.as_deref().map(|text| names.vendors(text)).unwrap_or_default();
    if subject.side == Side::Vendor && !vendors.iter().any(|org| is_of(&org.id, &subject.id)) {
        return None;
    }
    let agency = names.agency(&one);
    if subject.side == Side::Agency && !is_of(&agency.id, &subject.id) {
        names.office(&one, &agency.id).filter(|office| is_of(&office.id, &subject.id))?;
    }
    let ReportedUse { bureau, use_id, name, purpose, stage, topic, vendor, high_impact, operational, .. } =
        one;
    let inventory = inventory.to_owned();
    Some(AiUse {
        inventory,
        agency,
        bureau,
        id: use_id,
        name,
        purpose,
        vendor,
        vendors,
        stage,
        topic,
        high_impact,
        operational,
    })
}

fn is_of(own: &OrgId, id: &OrgId) -> bool {
    own.is_within(id) || Lists::bundled().ancestry(own).iter().any(|above| above.id == id.as_str())
}
